import { sql } from "drizzle-orm";
import { mentionedIn } from "#lib/foundation/platform/mentions.ts";
import type { Erase, Retention } from "#lib/module.ts";

export const retention: Retention = ({ daysAgo, now, over }) => ({
  traces: {
    signInCodes: sql`delete from sign_in_code where expires_at < ${daysAgo(1)}`,
    roleOffers: sql`delete from role_offer where expires_at < ${now}`,
    rateLimits: sql`delete from rate_limit where window_ends_at < ${now}`,
  },
  security: {
    signIns: sql`delete from login_session where least(revoked_at, expires_at) < ${over("signIns")}`,
    invitations: sql`delete from invitation where expires_at < ${over("signIns")}`,
    tokens: sql`delete from access_token where least(revoked_at, expires_at) < ${over("access")}`,
    cards: sql`delete from card where revoked_at < ${over("access")}`,
  },
});

/** Ways in, codes and offers on their way, and counters. */
export const erase: Erase = ({ personId, reached }) => {
  const addresses = sql`(select lower(address) from unnest(${sql.param(reached)}::text[]) as address)`;
  return [
    sql`delete from role_assignment where person_id = ${personId}`,
    sql`delete from login_session where person_id = ${personId}`,
    sql`delete from access_token where person_id = ${personId}`,
    sql`delete from card where person_id = ${personId}`,
    sql`delete from invitation where person_id = ${personId}`,
    sql`delete from external_identity where person_id = ${personId}`,
    sql`delete from recovery_code where person_id = ${personId}`,
    sql`delete from sign_in_code where lower(email) in ${addresses}`,
    sql`delete from role_offer where offered_by = ${personId} or lower(email) in ${addresses}`,
    sql`delete from rate_limit where ${mentionedIn(sql`key`, [personId, ...reached])}`,
  ];
};
