import { and, asc, desc, eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import { inReadingOrder } from "#db/expressions.ts";
import { endorsementRequests, endorsements, endorsers } from "#db/schema/endorsements.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authorise, can, inPerson, isIn } from "#lib/foundation/identity/permission/policy.ts";
import { DomainError, orNothing } from "#lib/foundation/platform/errors/errors.ts";
import { sha256 } from "#lib/foundation/platform/secrets/hash.ts";
import { spacesByName } from "#lib/places/spaces/queries.ts";
import { readableBadge } from "../awards/queries.ts";
import { classById, findVersion } from "../classes/queries.ts";
import type { BadgeClass } from "../classes/rules.ts";
import { SHARE_PARAMETER } from "../credentials/addresses.ts";
import { readableCredential } from "../credentials/queries.ts";
import type { Shown } from "../verification/outcome.ts";
import { shown } from "../verification/verify.ts";
import { mayWithdraw, partnerHash, reached } from "./commands.ts";
import { type RequestState, seenState } from "./rules.ts";
import type { Kind, Region, Scope, Way } from "./schema.ts";
import { type Named, namedSubject, namedSubjects } from "./signing.ts";

/** What an organisation said, as everybody who sees the badge reads it. */
export type Recognition = {
  id: string;
  organisation: string;
  domain: string;
  kind: Kind;
  region: Region;
  subject: "class" | "credential" | "issuer";
  classId: string | null;
  versionId: string | null;
  comment: string;
  language: Locale;
  scopes: Scope[];
  hours: number | null;
  issuedAt: Temporal.Instant;
};

async function recognitionsWhere(
  { db }: Context,
  condition: SQL | undefined,
): Promise<Recognition[]> {
  const rows = await db
    .select({
      id: endorsements.id,
      organisation: endorsers.name,
      domain: endorsers.domain,
      kind: endorsers.kind,
      region: endorsers.region,
      subject: endorsements.subject,
      classId: endorsements.classId,
      versionId: endorsements.versionId,
      comment: endorsements.comment,
      language: endorsements.language,
      scopes: endorsements.scopes,
      hours: endorsements.hours,
      issuedAt: endorsements.issuedAt,
    })
    .from(endorsements)
    .innerJoin(endorsers, eq(endorsers.id, endorsements.endorserId))
    .where(and(isNull(endorsements.revokedAt), condition))
    .orderBy(
      asc(endorsers.region),
      inReadingOrder(endorsers.name),
      desc(endorsements.issuedAt),
      asc(endorsements.id),
    );
  return rows as Recognition[];
}

/**
 * Who recognises which badges, and the network: public. What was said of somebody's own badge is
 * not in it.
 */
export async function whoRecognises(ctx: Context): Promise<Recognition[]> {
  return recognitionsWhere(ctx, inArray(endorsements.subject, ["class", "issuer"]));
}

/**
 * For each badge that an organisation recognises for everybody, its region, and the id of the space
 * that asked.
 */
export async function recognitionsAskedBySpaces({
  db,
}: Context): Promise<{ region: string; spaceId: string }[]> {
  const rows = await db
    .select({ region: endorsers.region, spaceId: endorsementRequests.spaceId })
    .from(endorsements)
    .innerJoin(endorsers, eq(endorsers.id, endorsements.endorserId))
    .innerJoin(endorsementRequests, eq(endorsementRequests.id, endorsements.requestId))
    .where(and(isNull(endorsements.revokedAt), inArray(endorsements.subject, ["class", "issuer"])))
    .orderBy(asc(endorsements.id));
  return rows.flatMap(({ region, spaceId }) => (spaceId ? [{ region, spaceId }] : []));
}

/** Who recognises one badge, in any of its versions: public. */
export async function recognitionOfClass(ctx: Context, classId: string): Promise<Recognition[]> {
  return recognitionsWhere(ctx, eq(endorsements.classId, classId));
}

/**
 * Who recognises a badge that somebody shows: what was said of theirs, and of the version of the
 * badge that it is. The caller has asked whether it may be seen.
 *
 * @param achievement the address of the version, as it is signed
 */
export async function recognitionOfBadge(
  ctx: Context,
  credentialId: string,
  achievement: string,
): Promise<Recognition[]> {
  const [, slug = "", number = "0"] =
    /\/badges\/classes\/([\w-]{1,60})\/(\d{1,6})\//.exec(achievement) ?? [];
  const version = slug === "" ? null : await findVersion(ctx, slug, Number(number));
  const own = await recognitionsWhere(ctx, eq(endorsements.credentialId, credentialId));
  const general = version
    ? await recognitionsWhere(ctx, eq(endorsements.versionId, version.version.id))
    : [];
  return [...own, ...general];
}

/** What is to be answered, as the link or the page of a partner shows it. */
export type Asked = {
  state: RequestState;
  organisation: string;
  domain: string;
  language: Locale;
  message: string;
  region: Region;
  expiresAt: Temporal.Instant;
  /** The space that asks, and where it is; null where a learner asks for their own badge. */
  space: { name: string; region: string } | null;
  named: Named;
  badge: BadgeClass | null;
  /** What a person's badge says of itself. */
  own: Shown | null;
};

/** @throws DomainError not_found for a link that is none */
export async function askedOf(ctx: Context, way: Way): Promise<Asked> {
  const [request] = await ctx.db
    .select()
    .from(endorsementRequests)
    .where(await reached(ctx, way));
  if (!request) throw new DomainError("not_found", { code: "endorsements.unknown" });
  const language = request.language as Locale;
  const space = (await spacesByName(ctx)).find(({ id }) => id === request.spaceId) ?? null;
  return {
    ...request,
    language,
    region: request.region as Region,
    state: seenState(request, ctx.now),
    space,
    named: await namedSubject(ctx, request, language),
    badge: request.classId ? await classById(ctx, request.classId) : null,
    own: request.credentialId ? await shownBadge(ctx, request.credentialId) : null,
  };
}

/** Whoever is asked about a badge sees what it says: no name, counts, the level. */
async function shownBadge(ctx: Context, credentialId: string): Promise<Shown | null> {
  const stored = await readableCredential(
    { ...ctx, actor: { kind: "system", name: "endorsements" } },
    credentialId,
    null,
  );
  return shown(JSON.parse(stored.signed) as JsonObject, null);
}

export type SeenRequest = {
  id: string;
  state: RequestState;
  organisation: string;
  domain: string;
  region: Region;
  reason: string;
  createdAt: Temporal.Instant;
  name: string;
  lang: Locale;
  /** From the other side of a border. */
  isAcross: boolean;
  mayWithdraw: boolean;
  /** What they signed, also when it was withdrawn since. */
  endorsement: {
    id: string;
    revokedAt: Temporal.Instant | null;
    revokeReason: string | null;
  } | null;
};

const MOST_SHOWN = 100;

async function requestsWhere(ctx: Context, condition: SQL, locale: Locale): Promise<SeenRequest[]> {
  const rows = await ctx.db
    .select({
      request: endorsementRequests,
      id: endorsements.id,
      revokedAt: endorsements.revokedAt,
      revokeReason: endorsements.revokeReason,
    })
    .from(endorsementRequests)
    .leftJoin(endorsements, eq(endorsements.requestId, endorsementRequests.id))
    .where(condition)
    .orderBy(desc(endorsementRequests.createdAt), asc(endorsementRequests.id))
    .limit(MOST_SHOWN);
  const spaces = new Map((await spacesByName(ctx)).map(({ id, region }) => [id, region]));
  const names = await namedSubjects(
    ctx,
    rows.map(({ request }) => request),
    locale,
  );
  return rows.map(({ request, id, revokedAt, revokeReason }, at) => {
    const named = names[at];
    const home = request.spaceId ? spaces.get(request.spaceId) : undefined;
    return {
      ...request,
      region: request.region as Region,
      state: seenState(request, ctx.now),
      name: named?.name ?? "",
      lang: named?.lang ?? locale,
      isAcross: home !== undefined && home !== request.region,
      mayWithdraw: mayWithdraw(ctx, request),
      endorsement: id ? { id, revokedAt, revokeReason } : null,
    };
  });
}

/**
 * What was asked for the actor's spaces; for whoever runs the network, everything, what learners
 * asked of their own too.
 */
export async function requestsForDesk(ctx: Context, locale: Locale): Promise<SeenRequest[]> {
  authorise(ctx.actor, "endorsement.request");
  const isNetwork = can(ctx.actor, "endorsement.revoke", { spaceId: "" });
  const own = sql`space_id is not null and ${isIn(ctx.actor, "endorsement.request", sql`space_id`)}`;
  return requestsWhere(ctx, isNetwork ? sql`true` : own, locale);
}

/** What the holder of a badge asked of organisations about it. */
export async function requestsForBadge(
  ctx: Context,
  credentialId: string,
  locale: Locale,
): Promise<SeenRequest[]> {
  const { personId } = inPerson(ctx.actor);
  return requestsWhere(
    ctx,
    sql`endorsement_request.credential_id = ${credentialId} and asked_by = ${personId}`,
    locale,
  );
}

export type PartnerPage = {
  /** What waits for an answer, what ends first before. */
  waiting: (Asked & { id: string })[];
  given: {
    id: string;
    name: string;
    lang: Locale;
    issuedAt: Temporal.Instant;
    revokedAt: Temporal.Instant | null;
  }[];
};

/**
 * What waits for a partner who signed in with an address that was asked, and what they said.
 *
 * @throws DomainError forbidden
 */
export async function partnerPage(ctx: Context, locale: Locale): Promise<PartnerPage> {
  authorise(ctx.actor, "endorsement.answer");
  const hash = await partnerHash(ctx);
  if (!hash) return { waiting: [], given: [] };
  const open = await ctx.db
    .select({ id: endorsementRequests.id })
    .from(endorsementRequests)
    .where(
      and(
        eq(endorsementRequests.addressHash, hash),
        eq(endorsementRequests.state, "open"),
        sql`expires_at > ${ctx.now.toString()}::timestamptz`,
      ),
    )
    .orderBy(asc(endorsementRequests.expiresAt), asc(endorsementRequests.id));
  const waiting: PartnerPage["waiting"] = [];
  for (const { id } of open) {
    const asked = await orNothing(askedOf(ctx, { token: "", request: id }));
    if (asked) waiting.push({ ...asked, id });
  }
  const said = await ctx.db
    .select()
    .from(endorsements)
    .where(eq(endorsements.addressHash, hash))
    .orderBy(desc(endorsements.issuedAt), asc(endorsements.id));
  const names = await namedSubjects(ctx, said, locale);
  const given = said.map((one, at) => ({
    ...one,
    name: names[at]?.name ?? "",
    lang: names[at]?.lang ?? locale,
  }));
  return { waiting, given };
}

/** What a link to withdraw is about. @throws DomainError not_found */
export async function withdrawable(
  ctx: Context,
  token: string,
  locale: Locale,
): Promise<{ organisation: string; name: string; lang: Locale; isWithdrawn: boolean }> {
  const [said] = await ctx.db
    .select({ endorsement: endorsements, organisation: endorsers.name })
    .from(endorsements)
    .innerJoin(endorsers, eq(endorsers.id, endorsements.endorserId))
    .where(eq(endorsements.withdrawHash, sha256(token)));
  if (!said) throw new DomainError("not_found", { code: "endorsements.unknown" });
  const { endorsement, organisation } = said;
  const named = await orNothing(namedSubject(ctx, endorsement, locale));
  return {
    organisation,
    name: named?.name ?? "",
    lang: named?.lang ?? locale,
    isWithdrawn: endorsement.revokedAt !== null,
  };
}

/**
 * What was signed, byte for byte: of badges and the network for everybody, of somebody's badge for
 * whoever may see that badge.
 *
 * @param key of a link by which the badge is shown; null without
 * @throws DomainError not_found
 */
export async function readableEndorsement(
  ctx: Context,
  id: string,
  key: string | null,
): Promise<string> {
  const [said] = await ctx.db
    .select({ signed: endorsements.signed, credentialId: endorsements.credentialId })
    .from(endorsements)
    .where(eq(endorsements.id, id));
  if (!said) throw new DomainError("not_found", { code: "endorsements.unknown" });
  if (said.credentialId && !(await orNothing(readableBadge(ctx, said.credentialId, key))))
    throw new DomainError("not_found", { code: "endorsements.unknown" });
  return said.signed;
}

/** @throws DomainError not_found for an organisation that said nothing here */
export async function knownEndorser({ db }: Context, id: string): Promise<void> {
  const rows = await db.select({ id: endorsers.id }).from(endorsers).where(eq(endorsers.id, id));
  if (rows.length === 0) throw new DomainError("not_found", { code: "endorsements.unknown" });
}

/** Every organisation for whom the network has a DID document. */
export async function knownEndorsers({ db }: Pick<Context, "db">): Promise<string[]> {
  const rows = await db.select({ id: endorsers.id }).from(endorsers).orderBy(asc(endorsers.id));
  return rows.map(({ id }) => id);
}

/**
 * A signed recognition by its address, with the key that may follow it; null for any other address,
 * and for whom it is not.
 */
export async function signedAt(
  ctx: Context,
  { pathname, searchParams }: URL,
): Promise<string | null> {
  const [, id] =
    /^\/endorsements\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(pathname) ?? [];
  return id ? orNothing(readableEndorsement(ctx, id, searchParams.get(SHARE_PARAMETER))) : null;
}
