import { sql } from "drizzle-orm";
import type { OwnData } from "#lib/module.ts";

/**
 * What is kept about a person here: the files they brought, the places they claimed, and what they
 * decided about claims.
 */
export const ownData: OwnData = async ({ personId, rows }) => ({
  placeFiles: await rows(sql`
    select jsonb_build_object('file', file_name, 'source', source, 'at', created_at, 'takenAt',
      taken_at) as row
    from place_import where asked_by = ${personId} order by created_at, id`),
  placeClaims: await rows(sql`
    select jsonb_build_object('place', place.name, 'organisation', claim.organisation, 'role',
      claim.role, 'note', claim.note,
      'state', claim.state, 'answer', claim.answer, 'at', claim.created_at, 'decidedAt',
      claim.decided_at) as row
    from place_claim claim join listed_place place on place.id = claim.place_id
    where claim.person_id = ${personId} order by claim.created_at, claim.id`),
  placeClaimsDecided: await rows(sql`
    select jsonb_build_object('place', place.name, 'state', claim.state, 'answer', claim.answer,
      'decidedAt', claim.decided_at) as row
    from place_claim claim join listed_place place on place.id = claim.place_id
    where claim.decided_by = ${personId} order by claim.created_at, claim.id`),
});
