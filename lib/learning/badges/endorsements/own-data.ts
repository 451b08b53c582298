import { sql } from "drizzle-orm";
import type { OwnData } from "#lib/module.ts";
import { credentialsOf } from "../credentials/queries.ts";

/** What somebody asked of organisations, and what these said of their badges. */
export const endorsementsOf: OwnData = async ({ db, personId, rows }) => {
  const own = (await credentialsOf({ db }, personId)).map(({ id }) => id);
  return {
    endorsementsAsked: await rows(sql`
    select jsonb_build_object('subject', subject, 'organisation', organisation, 'region', region,
      'domain', domain, 'sentTo', address,
      'message', message, 'state', state, 'reason', reason, 'createdAt', created_at, 'answeredAt',
      answered_at) as row
    from endorsement_request where asked_by = ${personId} order by created_at, id`),
    endorsementsReceived: await rows(sql`
    select jsonb_build_object('id', endorsement.id, 'badge', credential_id, 'organisation',
      endorser.name, 'domain', endorser.domain,
      'comment', comment, 'scopes', scopes, 'hours', hours, 'issuedAt', issued_at, 'revokedAt',
      revoked_at, 'revokeReason', revoke_reason,
      'signed', signed::jsonb) as row
    from endorsement join endorser on endorser.id = endorser_id
    where credential_id = any(${sql.param(own)}::uuid[]) order by issued_at, endorsement.id`),
  };
};
