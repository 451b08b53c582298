import { and, desc, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { momentText } from "#db/expressions.ts";
import { credentialShares, credentials } from "#db/schema/credentials.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { isIn } from "#lib/foundation/identity/permission/policy.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { sha256 } from "#lib/foundation/platform/secrets/hash.ts";

/**
 * A signed badge as it is kept.
 *
 * @property isOwn whether its holder asks
 * @property mayWithdraw whether staff do who may withdraw it
 * @property isByLink whether the link that it was asked with is open
 */
export type StoredCredential = {
  id: string;
  signed: string;
  signedJwt: string;
  imageSvg: string | null;
  issuedAt: string;
  validUntil: string | null;
  revokedAt: string | null;
  revokeReason: string | null;
  isOwn: boolean;
  mayWithdraw: boolean;
  isByLink: boolean;
};

/**
 * A badge for whoever may see it: its holder, whoever may withdraw it, whoever has a link that its
 * holder shared, and whoever may see it for its award. The reason why it was withdrawn is for the
 * first two.
 *
 * @param token what follows the address of a shared badge; null without
 * @param mayFor whether the actor may see what was signed for this award
 * @throws DomainError not_found for everybody else, as for a badge that does not exist
 */
export async function readableCredential(
  { actor, db }: Context,
  id: string,
  token: string | null,
  mayFor?: (awardId: string) => Promise<boolean>,
): Promise<StoredCredential> {
  const personId = actor.kind === "person" && actor.scopes === null ? actor.personId : null;
  const [row] = await db
    .select({
      id: credentials.id,
      signed: credentials.signed,
      signedJwt: credentials.signedJwt,
      imageSvg: credentials.imageSvg,
      issuedAt: momentText(credentials.issuedAt),
      validUntil: momentText(credentials.validUntil),
      revokedAt: momentText(credentials.revokedAt),
      revokeReason: credentials.revokeReason,
      awardId: credentials.awardId,
      ownerId: credentials.personId,
      mayWithdraw: sql<boolean>`${isIn(actor, "badge.revoke", credentials.spaceId)}`,
    })
    .from(credentials)
    .where(eq(credentials.id, id));
  if (!row) throw new DomainError("not_found", { code: "credentials.unknown" });
  const { awardId, ownerId, ...stored } = row;
  const isOwn = ownerId === personId;
  const isByLink = token !== null && (await isOpenLink(db, id, token));
  const isTheirs = isOwn || row.mayWithdraw;
  if (!isTheirs && !isByLink && !(await mayFor?.(awardId)))
    throw new DomainError("not_found", { code: "credentials.unknown" });
  return { ...stored, isOwn, isByLink, revokeReason: isTheirs ? row.revokeReason : null };
}

async function isOpenLink(db: Database, credentialId: string, token: string): Promise<boolean> {
  const links = await db.$count(
    credentialShares,
    and(
      eq(credentialShares.credentialId, credentialId),
      eq(credentialShares.tokenHash, sha256(token)),
      isNull(credentialShares.revokedAt),
    ),
  );
  return links > 0;
}

/** What the holder sees of each of their badges in a list, the newest first. */
export type OwnCredential = {
  id: string;
  name: string;
  issuedAt: string;
  revokedAt: string | null;
  validUntil: string | null;
};

/** The badges of a person. The caller has asked whether they may be seen. */
export async function credentialsOf(
  { db }: Pick<Context, "db">,
  personId: string,
): Promise<OwnCredential[]> {
  return db
    .select({
      id: credentials.id,
      name: sql<string>`${credentials.signed}::jsonb ->> 'name'`,
      issuedAt: momentText(credentials.issuedAt),
      revokedAt: momentText(credentials.revokedAt),
      validUntil: momentText(credentials.validUntil),
    })
    .from(credentials)
    .where(eq(credentials.personId, personId))
    .orderBy(desc(credentials.issuedAt), credentials.id);
}

/** A link that opens a badge now. @property onPaper staff made it, for a sheet of paper */
export type OpenLink = { id: string; onPaper: boolean; madeAt: string };

/** The links of a badge that open it now, the newest first. Who may know is the caller's to ask. */
export async function openLinks({ db }: Context, credentialId: string): Promise<OpenLink[]> {
  return db
    .select({
      id: credentialShares.id,
      onPaper: credentialShares.onPaper,
      madeAt: momentText(credentialShares.createdAt),
    })
    .from(credentialShares)
    .where(and(eq(credentialShares.credentialId, credentialId), isNull(credentialShares.revokedAt)))
    .orderBy(desc(credentialShares.createdAt), credentialShares.id);
}

/** Whose badge it is; undefined where there is none, or its holder left. For no page to say. */
export async function holderOfCredential(
  { db }: Pick<Context, "db">,
  credentialId: string,
): Promise<string | undefined> {
  const [badge] = await db
    .select({ personId: credentials.personId })
    .from(credentials)
    .where(eq(credentials.id, credentialId));
  return badge?.personId;
}

/** The award that a badge was signed for, and its space; undefined where there is no such badge. */
export async function awardOfCredential(
  { db }: Context,
  credentialId: string,
): Promise<{ awardId: string; spaceId: string } | undefined> {
  const [badge] = await db
    .select({ awardId: credentials.awardId, spaceId: credentials.spaceId })
    .from(credentials)
    .where(eq(credentials.id, credentialId));
  return badge;
}

/** The badge that was signed for an award; undefined as long as none was. */
export async function credentialOfAward(
  { db }: Context,
  awardId: string,
): Promise<string | undefined> {
  const [badge] = await db
    .select({ id: credentials.id })
    .from(credentials)
    .where(eq(credentials.awardId, awardId));
  return badge?.id;
}

/**
 * What badges that were not withdrawn are called, and in which language, by their ids. Who may know
 * it is the caller's to ask.
 */
export async function credentialsInUse(
  { db }: Pick<Context, "db">,
  ids: readonly string[],
): Promise<Map<string, { name: string; language: string | null }>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({
      id: credentials.id,
      name: sql<string>`${credentials.signed}::jsonb ->> 'name'`,
      language: sql<
        string | null
      >`${credentials.signed}::jsonb #>> '{credentialSubject,achievement,inLanguage}'`,
    })
    .from(credentials)
    .where(and(inArray(credentials.id, [...ids]), isNull(credentials.revokedAt)));
  return new Map(rows.map(({ id, ...said }) => [id, said]));
}

/** What became of the badge that was signed for an award. */
export type AwardedCredential = {
  id: string;
  awardId: string;
  revokedAt: string | null;
  validUntil: string | null;
};

/**
 * The badges that were signed for awards, of those for which one was. The caller has asked whether
 * they may be seen.
 */
export async function credentialsOfAwards(
  { db }: Pick<Context, "db">,
  awardIds: readonly string[],
): Promise<AwardedCredential[]> {
  if (awardIds.length === 0) return [];
  return db
    .select({
      id: credentials.id,
      awardId: credentials.awardId,
      revokedAt: momentText(credentials.revokedAt),
      validUntil: momentText(credentials.validUntil),
    })
    .from(credentials)
    .where(inArray(credentials.awardId, [...awardIds]));
}

/** Badges as they were signed, the newest first. Who may see them is the caller's to ask. */
export async function signedById(
  { db }: Pick<Context, "db">,
  ids: readonly string[],
): Promise<Pick<StoredCredential, "id" | "signed" | "revokedAt" | "validUntil">[]> {
  if (ids.length === 0) return [];
  return db
    .select({
      id: credentials.id,
      signed: credentials.signed,
      revokedAt: momentText(credentials.revokedAt),
      validUntil: momentText(credentials.validUntil),
    })
    .from(credentials)
    .where(inArray(credentials.id, [...ids]))
    .orderBy(desc(credentials.issuedAt), credentials.id);
}

/**
 * The newest badges of all in both forms in which they were signed, for whoever checks what is
 * kept.
 */
export async function newestSigned(
  { db }: Pick<Context, "db">,
  most: number,
): Promise<Pick<StoredCredential, "signed" | "signedJwt">[]> {
  return db
    .select({ signed: credentials.signed, signedJwt: credentials.signedJwt })
    .from(credentials)
    .orderBy(desc(credentials.issuedAt), credentials.id)
    .limit(most);
}
