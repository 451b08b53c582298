import { randomUUID } from "node:crypto";
import { and, eq, isNull } from "drizzle-orm";
import { credentials } from "#db/schema/credentials.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authorise } from "#lib/foundation/identity/permission/policy.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { enqueue } from "#lib/foundation/platform/queues/outbox.ts";
import { sha256 } from "#lib/foundation/platform/secrets/hash.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { type CredentialInput, credentialInput } from "./achievement.ts";
import { unsignedCredential } from "./credential.ts";
import { signingKeys } from "./keys.ts";
import { credentialOfAward } from "./queries.ts";
import { signDocument, signJwt } from "./signing.ts";
import { openStatusList, setRevoked, takeStatusPlace } from "./status-lists.ts";

/**
 * Signs the badge of an award, once: for an award that is signed already, the badge that there is.
 * One is signed after another, so whoever signs many does it in one transaction, in a loop. Who may
 * award is the caller's to ask.
 *
 * @returns the id of the credential
 * @throws ZodError for what cannot be signed
 */
export async function issueCredential(ctx: Context, asked: CredentialInput): Promise<string> {
  const input = credentialInput.parse(asked);
  return transaction(ctx.db, async (db) => {
    const listId = await openStatusList({ ...ctx, db });
    const known = await credentialOfAward({ ...ctx, db }, input.awardId);
    if (known) return known;
    const keys = await signingKeys({ ...ctx, db });
    const status = await takeStatusPlace(db, listId);
    const id = randomUUID();
    const unsigned = unsignedCredential(input, { id, origin: settings().publicUrl, status });
    const signed = JSON.stringify(await signDocument(unsigned, keys.Ed25519, { at: ctx.now }));
    const signedJwt = await signJwt(unsigned, keys.ES256);
    await db.insert(credentials).values({
      id,
      awardId: input.awardId,
      personId: input.recipient.personId,
      spaceId: input.source.spaceId,
      achievementId: input.achievement.id,
      signed,
      signedJwt,
      sha256: sha256(signed),
      imageSvg: input.achievement.image?.svg ?? null,
      statusListId: listId,
      statusPosition: status.position,
      issuedAt: ctx.now,
      validUntil: input.validUntil ?? null,
    });
    await recordAudit(db, {
      actor: ctx.actor,
      action: "badge.issued",
      spaceId: input.source.spaceId,
      subject: id,
      data: { award: input.awardId },
    });
    return id;
  });
}

/**
 * Withdraws a badge for good: whoever checks it from now on is told so. A badge that is withdrawn
 * already stays as it is.
 *
 * @param reason for its holder and the staff of the space, in their words; the holder is written to
 * @throws DomainError not_found, forbidden, or invalid without a reason
 */
export async function revokeCredential(
  ctx: Context,
  credentialId: string,
  reason: string,
): Promise<void> {
  const why = reason.trim();
  if (why === "" || why.length > MOST_REASON)
    throw new DomainError("invalid", { code: "credentials.reason_missing", most: MOST_REASON });
  await transaction(ctx.db, async (db) => {
    const [badge] = await db
      .select({
        listId: credentials.statusListId,
        position: credentials.statusPosition,
        spaceId: credentials.spaceId,
        personId: credentials.personId,
      })
      .from(credentials)
      .where(eq(credentials.id, credentialId));
    if (!badge) throw new DomainError("not_found", { code: "credentials.unknown" });
    authorise(ctx.actor, "badge.revoke", { spaceId: badge.spaceId });
    await setRevoked({ ...ctx, db }, badge);
    const done = await db
      .update(credentials)
      .set({ revokedAt: ctx.now, revokeReason: why })
      .where(and(eq(credentials.id, credentialId), isNull(credentials.revokedAt)));
    if (done.rowCount === 0) return;
    await recordAudit(db, {
      actor: ctx.actor,
      action: "badge.revoked",
      spaceId: badge.spaceId,
      subject: credentialId,
    });
    await enqueue(db, {
      template: "badge-withdrawn",
      personId: badge.personId,
      data: { credentialId },
    });
  });
}

const MOST_REASON = 500;
