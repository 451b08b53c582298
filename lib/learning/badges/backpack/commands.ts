import { and, eq, isNull, sql } from "drizzle-orm";
import {
  backpackBadges,
  backpackCollections,
  backpackItems,
  backpackShares,
} from "#db/schema/backpack.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import { type Context, languageOf } from "#lib/foundation/identity/context.ts";
import { ownAddress } from "#lib/foundation/identity/people/names.ts";
import { ownAccount } from "#lib/foundation/identity/permission/policy.ts";
import { lockUntilEnd } from "#lib/foundation/platform/database/locks.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { newToken, sha256 } from "#lib/foundation/platform/secrets/hash.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { SHARE_PARAMETER } from "../credentials/addresses.ts";
import type { MadeLink } from "../credentials/links.ts";
import { credentialsOf, holderOfCredential } from "../credentials/queries.ts";
import type { Verdict, Verification } from "../verification/outcome.ts";
import { readBadge } from "../verification/read.ts";
import { verifyGiven } from "../verification/verifying.ts";
import { verificationInWords } from "../verification/words.ts";
import { badgeFileIn, type Edition, editionOf, idHere, isNewer, isSameBadge } from "./editions.ts";
import { fileHash } from "./files.ts";
import { type Holder, holderOf } from "./holder.ts";
import { MOST_BADGES, MOST_COLLECTIONS, MOST_KEPT_BYTES } from "./schema.ts";

/**
 * Keeps a badge of another issuer, after it was checked. A file that is kept already is checked
 * again; a newer one of the same badge takes its place.
 *
 * @param given the file, or the text of one
 * @returns which it is, what came of the check, and whether it is theirs: not all that is kept
 *   counts
 * @throws DomainError invalid for what is no badge, was changed or is too large, with the sentence
 *   of the step that failed; conflict for too many, for a badge that is there already, and for
 *   one of the network, one's own or of somebody else; rate_limited
 */
export async function importBadge(
  ctx: Context,
  given: Uint8Array | string,
): Promise<{ id: string; verdict: Verdict; holder: Holder }> {
  const { personId } = ownAccount(ctx.actor);
  const file = typeof given === "string" ? Buffer.from(given.trim()) : given;
  const found = await readBadge(file);
  const checked = await verifyGiven(ctx, file);
  if (checked.verdict === "refused" || found.is === "nothing" || !checked.badge)
    throw notKept(ctx, checked);
  if (file.byteLength > MOST_KEPT_BYTES)
    throw new DomainError("invalid", { code: "backpack.too_large" });
  const kind = found.container === "text" ? found.is : found.container;
  const sha256 = fileHash(file);
  const badge = await badgeFileIn(file);
  const edition = editionOf(badge);
  return transaction(ctx.db, async (db) => {
    await turnOf(db, personId);
    await refuseOfNetwork(db, personId, edition);
    const isSure = checked.verdict !== "unsure";
    const place = await placeOf(db, personId, { sha256, edition, isSure });
    const holder = badge ? holderOf(badge.credential, await ownAddress(db, personId)) : "unknown";
    const values = { file: Buffer.from(file), kind, sha256, holder, ...resultOf(ctx, checked) };
    const [kept] = place
      ? await db
          .update(backpackBadges)
          .set(values)
          .where(eq(backpackBadges.id, place))
          .returning({ id: backpackBadges.id })
      : await db
          .insert(backpackBadges)
          .values({ personId, createdAt: ctx.now, ...values })
          .returning({ id: backpackBadges.id });
    if (!kept) throw new Error("no badge was kept");
    return { ...kept, verdict: checked.verdict, holder };
  });
}

/**
 * A badge of the network is where its holder finds it. In the backpack of anybody else it would
 * look like theirs; whose it is, is not said. One whose holder left has nobody any more.
 */
async function refuseOfNetwork(
  db: Context["db"],
  personId: string,
  edition: Edition | null,
): Promise<void> {
  const holder = await holderHere(db, edition);
  if (!holder) return;
  const code = holder === personId ? "backpack.own_already" : "backpack.of_another";
  throw new DomainError("conflict", { code });
}

async function holderHere(db: Context["db"], edition: Edition | null) {
  const id = edition && idHere(edition);
  return id ? holderOfCredential({ db }, id) : undefined;
}

/**
 * The badge of a backpack that a file is, or is a newer one of; null where it is another. What could
 * not be checked takes the place of nothing.
 *
 * @throws DomainError conflict for a badge that cannot be kept beside what is there
 */
async function placeOf(
  db: Context["db"],
  personId: string,
  given: { sha256: string; edition: Edition | null; isSure: boolean },
): Promise<string | null> {
  const kept = await db
    .select({ id: backpackBadges.id, sha256: backpackBadges.sha256 })
    .from(backpackBadges)
    .where(eq(backpackBadges.personId, personId));
  const known = kept.find(({ sha256 }) => sha256 === given.sha256);
  if (known) return known.id;
  const { edition, isSure } = given;
  // One after another: each may weigh a megabyte.
  for (const { id } of edition ? kept : []) {
    const other = editionOf(await badgeFileIn(await keptFile(db, id)));
    if (!edition || !isSameBadge(edition, other)) continue;
    if (isSure && isNewer(edition, other)) return id;
    throw new DomainError("conflict", { code: "backpack.there_already" });
  }
  if (kept.length >= MOST_BADGES)
    throw new DomainError("conflict", { code: "backpack.full", most: MOST_BADGES });
  return null;
}

async function keptFile(db: Context["db"], id: string): Promise<Uint8Array> {
  const [kept] = await db
    .select({ file: backpackBadges.file })
    .from(backpackBadges)
    .where(eq(backpackBadges.id, id));
  return kept?.file ?? new Uint8Array();
}

/**
 * Checks a badge of another issuer again, and keeps what came of it with the date.
 *
 * @throws DomainError not_found, rate_limited
 */
export async function checkAgain(ctx: Context, id: string): Promise<void> {
  const { personId } = ownAccount(ctx.actor);
  const own = and(eq(backpackBadges.id, id), eq(backpackBadges.personId, personId));
  const [kept] = await ctx.db.select({ file: backpackBadges.file }).from(backpackBadges).where(own);
  if (!kept) throw unknown();
  const checked = await verifyGiven(ctx, kept.file);
  const { says: _, ...result } = resultOf(ctx, checked);
  const badge = await badgeFileIn(kept.file);
  const other = await holderHere(ctx.db, editionOf(badge));
  const compared = badge && holderOf(badge.credential, await ownAddress(ctx.db, personId));
  const holder: Holder = other && other !== personId ? "other" : (compared ?? "unknown");
  // A key that its issuer took away fails a badge that was good: that is told, and the badge stays.
  await ctx.db
    .update(backpackBadges)
    .set({ ...result, holder })
    .where(own);
}

type Result = Pick<
  typeof backpackBadges.$inferInsert,
  "says" | "verdict" | "faults" | "verifiedAt"
>;

function resultOf({ now }: Context, { verdict, badge, steps }: Verification): Result {
  return {
    says: { ...badge },
    verdict,
    faults: steps
      .filter(
        ({ outcome, code }) =>
          outcome === "failed" || (outcome === "unchecked" && code !== "holder"),
      )
      .map(({ step, code }) => ({ step, code })),
    verifiedAt: now,
  };
}

function notKept(ctx: Context, checked: Verification): DomainError {
  const { steps } = verificationInWords(languageOf(ctx), checked);
  const why = steps.find(({ outcome }) => outcome === "failed") ?? steps[0];
  return new DomainError("invalid", { code: "backpack.not_kept", why: why?.sentence ?? "" });
}

/** One change of a backpack at a time. */
async function turnOf(db: Context["db"], personId: string): Promise<void> {
  await db.execute(sql`select ${lockUntilEnd(`backpack:${personId}`)}`);
}

/**
 * Lets a badge of another issuer go; it goes from every collection too.
 *
 * @throws DomainError not_found
 */
export async function removeBadge(ctx: Context, id: string): Promise<void> {
  const { personId } = ownAccount(ctx.actor);
  const gone = await ctx.db
    .delete(backpackBadges)
    .where(and(eq(backpackBadges.id, id), eq(backpackBadges.personId, personId)))
    .returning({ id: backpackBadges.id });
  if (gone.length === 0) throw unknown();
}

/** @throws DomainError conflict for too many */
export async function addCollection(ctx: Context, name: string): Promise<{ id: string }> {
  const { personId } = ownAccount(ctx.actor);
  return transaction(ctx.db, async (db) => {
    await turnOf(db, personId);
    if (
      (await db.$count(backpackCollections, eq(backpackCollections.personId, personId))) >=
      MOST_COLLECTIONS
    )
      throw new DomainError("conflict", { code: "backpack.full", most: MOST_COLLECTIONS });
    const [made] = await db
      .insert(backpackCollections)
      .values({ personId, name, createdAt: ctx.now })
      .returning({ id: backpackCollections.id });
    if (!made) throw new Error("no collection was made");
    return made;
  });
}

/**
 * Says which of one's badges are in a collection; ids of anything else are left out.
 *
 * @throws DomainError not_found
 */
export async function fillCollection(
  ctx: Context,
  id: string,
  badges: readonly string[],
): Promise<void> {
  await change(ctx, id, async (db, personId) => {
    const own = (await credentialsOf({ db }, personId)).map((one) => one.id);
    const imported = (
      await db
        .select({ id: backpackBadges.id })
        .from(backpackBadges)
        .where(eq(backpackBadges.personId, personId))
    ).map((one) => one.id);
    await db.delete(backpackItems).where(eq(backpackItems.collectionId, id));
    const items = [...new Set(badges)].flatMap((one) =>
      own.includes(one)
        ? { collectionId: id, credentialId: one }
        : imported.includes(one)
          ? { collectionId: id, importedId: one }
          : [],
    );
    if (items.length > 0) await db.insert(backpackItems).values(items);
  });
}

/** Lets a collection go, with its links; its badges stay. @throws DomainError not_found */
export async function removeCollection(ctx: Context, id: string): Promise<void> {
  await change(ctx, id, async (db) => {
    await db.delete(backpackCollections).where(eq(backpackCollections.id, id));
  });
}

/**
 * Makes a link with which anybody sees a collection for so many days.
 *
 * @throws DomainError not_found
 */
export async function shareCollection(ctx: Context, id: string, days: number): Promise<MadeLink> {
  const token = newToken();
  return change(ctx, id, async (db) => {
    const [made] = await db
      .insert(backpackShares)
      .values({
        collectionId: id,
        tokenHash: sha256(token),
        createdAt: ctx.now,
        expiresAt: ctx.now.add({ hours: days * 24 }),
      })
      .returning({ id: backpackShares.id });
    if (!made) throw new Error("no link was made");
    await recordAudit(db, {
      actor: ctx.actor,
      action: "backpack.shared",
      spaceId: null,
      subject: id,
    });
    const query = new URLSearchParams({ [SHARE_PARAMETER]: token });
    return {
      id: made.id,
      address: `${settings().publicUrl}/${languageOf(ctx)}/backpack?${query}`,
    };
  });
}

/** Ends all links of a collection, or one of them. @throws DomainError not_found */
export async function endShares(ctx: Context, id: string, shareId?: string): Promise<void> {
  await change(ctx, id, async (db) => {
    await db
      .update(backpackShares)
      .set({ revokedAt: ctx.now })
      .where(
        and(
          eq(backpackShares.collectionId, id),
          isNull(backpackShares.revokedAt),
          shareId ? eq(backpackShares.id, shareId) : undefined,
        ),
      );
    await recordAudit(db, {
      actor: ctx.actor,
      action: "backpack.share_ended",
      spaceId: null,
      subject: id,
    });
  });
}

/** One collection of the actor, locked until the end. */
async function change<Done>(
  ctx: Context,
  id: string,
  run: (db: Context["db"], personId: string) => Promise<Done>,
): Promise<Done> {
  const { personId } = ownAccount(ctx.actor);
  return transaction(ctx.db, async (db) => {
    const [own] = await db
      .select({ id: backpackCollections.id })
      .from(backpackCollections)
      .where(and(eq(backpackCollections.id, id), eq(backpackCollections.personId, personId)))
      .for("update");
    if (!own) throw unknown();
    return run(db, personId);
  });
}

const unknown = () => new DomainError("not_found", { code: "backpack.unknown" });
