import { randomUUID } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { rowsOf } from "#db/rows.ts";
import { endorsementRequests, endorsements } from "#db/schema/endorsements.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { ownAddress } from "#lib/foundation/identity/people/names.ts";
import {
  authorise,
  can,
  inPerson,
  ownAccount,
} from "#lib/foundation/identity/permission/policy.ts";
import { limit } from "#lib/foundation/identity/sign-in/rate-limits.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError, databaseFault } from "#lib/foundation/platform/errors/errors.ts";
import { enqueue } from "#lib/foundation/platform/queues/outbox.ts";
import { newToken, sha256 } from "#lib/foundation/platform/secrets/hash.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import type { AuditAction } from "#lib/modules.ts";
import { spacesByName } from "#lib/places/spaces/queries.ts";
import { findBadge } from "../classes/queries.ts";
import { readableCredential } from "../credentials/queries.ts";
import { setRevoked } from "../credentials/status-lists.ts";
import {
  ANSWER_DAYS,
  addressHash,
  domainOf,
  hoursSaid,
  type RequestState,
  seenState,
} from "./rules.ts";
import type { OwnRequest, StaffRequest, Way, Yes } from "./schema.ts";
import { namedSubject, signStatement } from "./signing.ts";

type Request = typeof endorsementRequests.$inferSelect;
type Asked = Pick<
  StaffRequest,
  "organisation" | "kind" | "region" | "email" | "language" | "message"
>;
type Subject =
  | { subject: "class"; classId: string; spaceId: string }
  | { subject: "credential"; credentialId: string }
  | { subject: "issuer"; spaceId: string };

/** Whoever writes to many in our name is stopped. */
const ASKED_PER_DAY = 20;
const DAY_MINUTES = 24 * 60;

/**
 * Staff ask an organisation, of their own side of the border or another, to recognise a badge, or
 * the network as an issuer. The organisation gets a mail with a link.
 *
 * @throws DomainError forbidden, not_found, invalid for an address that belongs to no organisation,
 *   conflict when it is asked already
 */
export async function askOrganisation(ctx: Context, asked: StaffRequest): Promise<{ id: string }> {
  const space = (await spacesByName(ctx)).find(({ slug }) => slug === asked.space);
  authorise(ctx.actor, "endorsement.request", { spaceId: space?.id ?? "" });
  if (!space) throw new DomainError("not_found", { code: "spaces.unknown" });
  inPerson(ctx.actor);
  if (asked.badge === null) return ask(ctx, asked, { subject: "issuer", spaceId: space.id });
  const badge = await findBadge(ctx, asked.badge);
  if (!badge) throw new DomainError("not_found", { code: "badges.unknown" });
  return ask(ctx, asked, { subject: "class", classId: badge.id, spaceId: space.id });
}

/**
 * A learner asks an organisation to recognise a badge of theirs.
 *
 * @throws DomainError as `askOrganisation`
 */
export async function askForOwnBadge(ctx: Context, asked: OwnRequest): Promise<{ id: string }> {
  ownAccount(ctx.actor);
  const badge = await readableCredential(ctx, asked.id, null);
  if (!badge.isOwn) throw new DomainError("not_found", { code: "credentials.unknown" });
  if (badge.revokedAt !== null)
    throw new DomainError("conflict", { code: "endorsements.badge_withdrawn" });
  return ask(ctx, asked, { subject: "credential", credentialId: asked.id });
}

async function ask(ctx: Context, asked: Asked, about: Subject): Promise<{ id: string }> {
  const { personId } = inPerson(ctx.actor);
  const { organisation, kind, region, language, message, email } = asked;
  const domain = domainOf(email);
  if (!domain) throw atAddress("invalid", "endorsements.private_mail");
  await limit(ctx, {
    key: `endorse:${personId}`,
    attempts: ASKED_PER_DAY,
    windowMinutes: DAY_MINUTES,
  });
  const named = await namedSubject(ctx, { classId: null, credentialId: null, ...about }, language);
  const badge = about.subject === "issuer" ? "" : named.name;
  const token = newToken();
  try {
    return await transaction(ctx.db, async (db) => {
      await endUnanswered(db, email, ctx.now);
      const made = await writeRequest(db, {
        ...about,
        organisation,
        kind,
        region,
        language,
        message,
        domain,
        address: email,
        addressHash: addressHash(email),
        tokenHash: sha256(token),
        askedBy: personId,
        createdAt: ctx.now,
        expiresAt: ctx.now.add({ hours: ANSWER_DAYS * 24 }),
      });
      const link = `${settings().publicUrl}/${language}/endorse?token=${token}`;
      await enqueue(db, {
        template: "endorsement-request",
        toEmail: email,
        locale: language,
        data: { request: made.id, link, organisation, message, badge, days: ANSWER_DAYS },
      });
      await note(db, ctx, "endorsement.asked", made.id, "spaceId" in about ? about.spaceId : null, {
        subject: about.subject,
        region,
      });
      return made;
    });
  } catch (error) {
    if (databaseFault(error)?.constraint !== "endorsement_request_once") throw error;
    throw atAddress("conflict", "endorsements.asked_already", error);
  }
}

/** One that nobody answered in time no longer stands in the way of the next. */
async function endUnanswered(db: Database, email: string, now: Temporal.Instant): Promise<void> {
  await db
    .update(endorsementRequests)
    .set(closed("ended", now))
    .where(
      and(
        eq(endorsementRequests.addressHash, addressHash(email)),
        eq(endorsementRequests.state, "open"),
        sql`expires_at <= ${now.toString()}::timestamptz`,
      ),
    );
}

async function writeRequest(
  db: Database,
  request: typeof endorsementRequests.$inferInsert,
): Promise<{ id: string }> {
  const [made] = await db
    .insert(endorsementRequests)
    .values(request)
    .returning({ id: endorsementRequests.id });
  if (!made) throw new Error("no request was written");
  return made;
}

/** Both stand at the field of the address. */
function atAddress(kind: "invalid" | "conflict", code: string, cause?: unknown): DomainError {
  return new DomainError(kind, { code }, { details: { field: "email" }, cause });
}

/**
 * Whoever asked no longer wants an answer: the link opens nothing any more.
 *
 * @throws DomainError not_found, conflict
 */
export async function withdrawRequest(ctx: Context, id: string): Promise<void> {
  await transaction(ctx.db, async (db) => {
    const [request] = await db
      .select()
      .from(endorsementRequests)
      .where(eq(endorsementRequests.id, id))
      .for("update");
    if (!request || !mayWithdraw(ctx, request)) throw unknown();
    if (request.state !== "open") throw answered();
    await db
      .update(endorsementRequests)
      .set(closed("withdrawn", ctx.now))
      .where(eq(endorsementRequests.id, id));
    await note(db, ctx, "endorsement.request_withdrawn", id, request.spaceId);
  });
}

/** Whoever asked, as themselves, and staff of the space for which it was asked. */
export function mayWithdraw(
  { actor }: Context,
  { askedBy, spaceId }: Pick<Request, "askedBy" | "spaceId">,
) {
  if (actor.kind !== "person" || actor.scopes !== null) return false;
  if (spaceId !== null) return can(actor, "endorsement.request", { spaceId });
  return askedBy === actor.personId && actor.method !== "card";
}

/**
 * The organisation says yes: what it says is signed, once, and can be withdrawn by a link that is
 * mailed to the same address and returned here. Of several who answer at once, one does.
 *
 * @returns the link with which it is withdrawn
 * @throws DomainError not_found for a link that is none; gone for one that has ended; conflict when
 *   it was answered
 */
export async function recognise(ctx: Context, said: Yes): Promise<{ id: string; link: string }> {
  const hours = hoursSaid(said.scopes, said.hours);
  const token = newToken();
  return transaction(ctx.db, async (db) => {
    const inner = { ...ctx, db };
    const request = await openRequest(inner, said);
    const { domain, organisation, kind, region } = request;
    const language = request.language as Locale;
    const endorserId = await endorserOf(inner, { domain, organisation, kind, region });
    const id = randomUUID();
    const { versionId, ...signed } = await signStatement(inner, request, {
      id,
      endorser: { id: endorserId, name: organisation, domain },
      language,
      comment: said.comment,
      scopes: said.scopes,
      hours,
    });
    await db.insert(endorsements).values({
      id,
      requestId: request.id,
      endorserId,
      subject: request.subject,
      classId: request.classId,
      versionId,
      credentialId: request.credentialId,
      language,
      comment: said.comment,
      scopes: said.scopes,
      hours,
      signerName: said.signerName,
      signerRole: said.signerRole,
      addressHash: request.addressHash,
      withdrawHash: sha256(token),
      ...signed,
      issuedAt: ctx.now,
    });
    const link = `${settings().publicUrl}/${language}/endorse/withdraw?token=${token}`;
    if (request.address)
      await enqueue(db, {
        template: "endorsement-receipt",
        toEmail: request.address,
        locale: language,
        data: { link, organisation },
      });
    await db
      .update(endorsementRequests)
      .set(closed("accepted", ctx.now))
      .where(eq(endorsementRequests.id, request.id));
    await note(db, ctx, "endorsement.given", id, request.spaceId, { request: request.id });
    return { id, link };
  });
}

/** The organisation says no, and why: whoever asked reads it. @throws DomainError as `recognise` */
export async function refuse(ctx: Context, said: Way & { reason: string }): Promise<void> {
  await transaction(ctx.db, async (db) => {
    const request = await openRequest({ ...ctx, db }, said);
    await db
      .update(endorsementRequests)
      .set({ ...closed("refused", ctx.now), reason: said.reason })
      .where(eq(endorsementRequests.id, request.id));
    await note(db, ctx, "endorsement.refused", request.id, request.spaceId);
  });
}

const closed = (state: Exclude<RequestState, "open">, at: Temporal.Instant) => ({
  state,
  answeredAt: at,
  address: null,
});

/** The request that a link or a signed-in partner answers, locked until the end. */
async function openRequest(ctx: Context, asked: Way): Promise<Request> {
  const [request] = await ctx.db
    .select()
    .from(endorsementRequests)
    .where(await reached(ctx, asked))
    .for("update");
  if (!request) throw unknown();
  const state = seenState(request, ctx.now);
  if (state === "ended" || state === "withdrawn")
    throw new DomainError("gone", { code: "endorsements.link_ended" });
  if (state !== "open") throw answered();
  return request;
}

/**
 * Which request somebody reaches: by the link; or, signed in with the address that was asked, by
 * its id.
 *
 * @throws DomainError not_found for neither
 */
export async function reached(ctx: Context, { token, request }: Way) {
  if (token !== "") return eq(endorsementRequests.tokenHash, sha256(token));
  const hash = request === "" ? null : await partnerHash(ctx);
  if (!hash) throw unknown();
  const own = and(eq(endorsementRequests.id, request), eq(endorsementRequests.addressHash, hash));
  if (!own) throw unknown();
  return own;
}

/** The own address of a partner who has signed in, as requests know it; null for anybody else. */
export async function partnerHash({ actor, db }: Context): Promise<string | null> {
  if (actor.kind !== "person" || actor.scopes !== null || !can(actor, "endorsement.answer"))
    return null;
  const address = await ownAddress(db, actor.personId);
  return address && addressHash(address);
}

/** The organisation by its name and domain, made when it says yes for the first time. */
async function endorserOf(
  { db, now }: Context,
  {
    domain,
    organisation,
    kind,
    region,
  }: Pick<Request, "domain" | "organisation" | "kind" | "region">,
): Promise<string> {
  const rows = await rowsOf<{ id: string }>(
    db,
    sql`
      insert into endorser as known (name, domain, kind, region, created_at)
      values (${organisation}, ${domain}, ${kind}, ${region}, ${now.toString()}::timestamptz)
      on conflict (lower(name), domain, region) do update set kind = excluded.kind returning id::text`,
  );
  const [endorser] = rows;
  if (!endorser) throw new Error("no endorser was written");
  return endorser.id;
}

/**
 * Withdraws for good what an organisation said: by its link, by its partner who has signed in, or
 * by the network. One that is withdrawn already stays as it is.
 *
 * @throws DomainError not_found
 */
export async function withdrawEndorsement(
  ctx: Context,
  { id, token, reason }: { id: string; token: string; reason: string },
): Promise<void> {
  await transaction(ctx.db, async (db) => {
    const inner = { ...ctx, db };
    const condition =
      token === "" ? eq(endorsements.id, id) : eq(endorsements.withdrawHash, sha256(token));
    if (token === "" && id === "") throw unknown();
    const [said] = await db.select().from(endorsements).where(condition).for("update");
    if (!said) throw unknown();
    const by = token === "" ? await withdrawerOf(inner, said) : "endorser";
    if (!by) throw unknown();
    if (said.revokedAt) return;
    await setRevoked(inner, { listId: said.statusListId, position: said.statusPosition });
    await db
      .update(endorsements)
      .set({
        revokedAt: ctx.now,
        revokedBy: by,
        revokeReason: reason,
        signerName: "",
        signerRole: "",
      })
      .where(eq(endorsements.id, said.id));
    await note(db, ctx, "endorsement.withdrawn", said.id, null, { by });
  });
}

async function withdrawerOf(
  ctx: Context,
  { addressHash: asked }: { addressHash: string | null },
): Promise<"endorser" | "network" | null> {
  const { actor } = ctx;
  if (actor.kind === "system" || can(actor, "endorsement.revoke", { spaceId: "" }))
    return "network";
  const hash = await partnerHash(ctx);
  return hash && hash === asked ? "endorser" : null;
}

async function note(
  db: Context["db"],
  { actor }: Context,
  action: AuditAction,
  subject: string,
  spaceId: string | null,
  data: Record<string, string> = {},
): Promise<void> {
  await recordAudit(db, { actor, action, spaceId, subject, data });
}

const unknown = () => new DomainError("not_found", { code: "endorsements.unknown" });
const answered = () => new DomainError("conflict", { code: "endorsements.answered" });
