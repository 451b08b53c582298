import { sql } from "drizzle-orm";
import type { OwnData } from "#lib/module.ts";

/**
 * The badges of other issuers that somebody keeps here, what they show together, and by which
 * links.
 */
export const backpackOf: OwnData = async ({ personId, rows }) => ({
  backpackBadges: await rows(sql`
    select jsonb_build_object('id', id, 'kind', kind, 'says', says, 'verdict', verdict, 'faults',
      faults, 'holder', holder, 'verifiedAt', verified_at,
      'createdAt', created_at, 'file', encode(file, 'base64')) as row
    from backpack_badge where person_id = ${personId} order by created_at, id`),
  backpackCollections: await rows(sql`
    select jsonb_build_object('id', id, 'name', name, 'createdAt', created_at, 'badges',
      (select coalesce(jsonb_agg(coalesce(credential_id, imported_id) order by backpack_item.id),
      '[]') from backpack_item
        where collection_id = backpack_collection.id)) as row
    from backpack_collection where person_id = ${personId} order by created_at, id`),
  backpackLinks: await rows(sql`
    select jsonb_build_object('collection', collection_id, 'createdAt', share.created_at, 'endsAt',
      expires_at, 'endedAt', revoked_at) as row
    from backpack_share share join backpack_collection on backpack_collection.id = collection_id
    where person_id = ${personId} order by share.created_at, share.id`),
});
