import { sql } from "drizzle-orm";
import { rowsOf } from "#db/rows.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { isIn } from "#lib/foundation/identity/policy.ts";
import { DomainError } from "#lib/foundation/platform/errors.ts";
import { sha256 } from "#lib/foundation/platform/hash.ts";

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
  const rows = await rowsOf<StoredCredential & { awardId: string }>(
    db,
    sql`
      select id::text, signed, signed_jwt, image_svg, to_json(issued_at) #>> '{}' as issued_at,
        to_json(valid_until) #>> '{}' as valid_until, to_json(revoked_at) #>> '{}' as revoked_at,
        revoke_reason, award_id::text as award_id,
        coalesce(person_id = ${personId}::uuid, false) as is_own,
        ${isIn(actor, "badge.revoke", sql`space_id`)} as may_withdraw,
        exists (select from credential_share share where share.credential_id = credential.id
          and share.revoked_at is null
          and share.token_hash = ${sha256(token ?? "")} and ${token !== null}) as is_by_link
      from credential where id = ${id}`,
  );
  const [row] = rows;
  if (!row) throw new DomainError("not_found", { code: "credentials.unknown" });
  const { awardId, ...stored } = row;
  const isTheirs = row.isOwn || row.mayWithdraw;
  if (!isTheirs && !row.isByLink && !(await mayFor?.(awardId)))
    throw new DomainError("not_found", { code: "credentials.unknown" });
  return { ...stored, revokeReason: isTheirs ? row.revokeReason : null };
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
  const rows = await rowsOf<OwnCredential>(
    db,
    sql`
      select id::text, signed::jsonb ->> 'name' as name, to_json(issued_at) #>> '{}' as issued_at,
        to_json(revoked_at) #>> '{}' as revoked_at, to_json(valid_until) #>> '{}' as valid_until
      from credential where person_id = ${personId} order by issued_at desc, id`,
  );
  return rows;
}

/** A link that opens a badge now. @property onPaper staff made it, for a sheet of paper */
export type OpenLink = { id: string; onPaper: boolean; madeAt: string };

/** The links of a badge that open it now, the newest first. Who may know is the caller's to ask. */
export async function openLinks({ db }: Context, credentialId: string): Promise<OpenLink[]> {
  const rows = await rowsOf<OpenLink>(
    db,
    sql`
      select id::text, on_paper, to_json(created_at) #>> '{}' as made_at from credential_share
      where credential_id = ${credentialId} and revoked_at is null order by created_at desc, id`,
  );
  return rows;
}

/** Whose badge it is; undefined where there is none, or its holder left. For no page to say. */
export async function holderOfCredential(
  { db }: Pick<Context, "db">,
  credentialId: string,
): Promise<string | undefined> {
  const rows = await rowsOf<{ personId: string }>(
    db,
    sql`select person_id::text from credential where id = ${credentialId}`,
  );
  return rows[0]?.personId;
}

/** The award that a badge was signed for, and its space; undefined where there is no such badge. */
export async function awardOfCredential(
  { db }: Context,
  credentialId: string,
): Promise<{ awardId: string; spaceId: string } | undefined> {
  const rows = await rowsOf<{ awardId: string; spaceId: string }>(
    db,
    sql`select award_id::text, space_id::text from credential where id = ${credentialId}`,
  );
  return rows[0];
}

/** The badge that was signed for an award; undefined as long as none was. */
export async function credentialOfAward(
  { db }: Context,
  awardId: string,
): Promise<string | undefined> {
  const rows = await rowsOf<{ id: string }>(
    db,
    sql`select id::text from credential where award_id = ${awardId}`,
  );
  return rows[0]?.id;
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
  const rows = await rowsOf<{ id: string; name: string; language: string | null }>(
    db,
    sql`
      select id::text, signed::jsonb ->> 'name' as name,
        signed::jsonb #>> '{credentialSubject,achievement,inLanguage}' as language
      from credential where id = any(${sql.param([...ids])}::uuid[]) and revoked_at is null`,
  );
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
  const rows = await rowsOf<AwardedCredential>(
    db,
    sql`
      select id::text, award_id::text as award_id, to_json(revoked_at) #>> '{}' as revoked_at,
        to_json(valid_until) #>> '{}' as valid_until from credential
      where award_id = any(${sql.param([...awardIds])}::uuid[])`,
  );
  return rows;
}

/** Badges as they were signed, the newest first. Who may see them is the caller's to ask. */
export async function signedById(
  { db }: Pick<Context, "db">,
  ids: readonly string[],
): Promise<Pick<StoredCredential, "id" | "signed" | "revokedAt" | "validUntil">[]> {
  if (ids.length === 0) return [];
  const rows = await rowsOf<Pick<StoredCredential, "id" | "signed" | "revokedAt" | "validUntil">>(
    db,
    sql`
      select id::text, signed, to_json(revoked_at) #>> '{}' as revoked_at,
        to_json(valid_until) #>> '{}' as valid_until
      from credential where id = any(${sql.param(ids)}::uuid[]) order by issued_at desc, id`,
  );
  return rows;
}

/**
 * The newest badges of all in both forms in which they were signed, for whoever checks what is
 * kept.
 */
export async function newestSigned(
  { db }: Pick<Context, "db">,
  most: number,
): Promise<Pick<StoredCredential, "signed" | "signedJwt">[]> {
  const rows = await rowsOf<Pick<StoredCredential, "signed" | "signedJwt">>(
    db,
    sql`
      select signed, signed_jwt from credential order by issued_at desc, id limit ${most}`,
  );
  return rows;
}
