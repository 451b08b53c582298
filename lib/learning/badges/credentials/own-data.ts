import { sql } from "drizzle-orm";
import type { OwnData } from "#lib/module.ts";

/** What is kept about a person here: their signed badges, and the links by which they show them. */
export const ownData: OwnData = async ({ personId, rows }) => ({
  badges: await rows(sql`
    select jsonb_build_object('id', id, 'badge', achievement_id, 'issuedAt', issued_at,
      'validUntil', valid_until, 'revokedAt', revoked_at,
      'revokeReason', revoke_reason, 'signed', signed::jsonb) as row
    from credential where person_id = ${personId} order by issued_at, id`),
  badgeLinks: await rows(sql`
    select jsonb_build_object('badge', credential_id, 'onPaper', on_paper,
      'createdAt', share.created_at, 'endedAt', share.revoked_at) as row
    from credential_share share join credential on credential.id = credential_id
    where person_id = ${personId} order by share.created_at, share.id`),
});
