import { sql } from "drizzle-orm";
import type { OwnData } from "#lib/module.ts";

/** The prototypes that somebody began, and what they noted of any. */
export const prototypesOf: OwnData = async ({ personId, rows }) => ({
  prototypesBegun: await rows(sql`
    select to_jsonb(prototype) - 'author_id' - 'release_id' - 'practice_id' - 'room_id' as row
    from prototype where author_id = ${personId} order by created_at, id`),
  prototypeObservations: await rows(sql`
    select jsonb_build_object('prototype', prototype.slug, 'day', seen_on, 'language',
      observation.language, 'words', words,
      'createdAt', observation.created_at) as row
    from prototype_observation observation join prototype on prototype.id = prototype_id
    where observation.author_id = ${personId} order by observation.created_at, observation.id`),
});
