import { eq, sql } from "drizzle-orm";
import { prototypeObservations, prototypes } from "#db/schema/prototypes.ts";
import type { OwnData } from "#lib/module.ts";

/** The prototypes that somebody began, and what they noted of any. */
export const prototypesOf: OwnData = async ({ db, personId }) => {
  const begun = await db
    .select({
      all: sql`to_jsonb(prototype) - '{author_id,release_id,practice_id,room_id}'::text[]`,
    })
    .from(prototypes)
    .where(eq(prototypes.authorId, personId))
    .orderBy(prototypes.createdAt, prototypes.id);
  return {
    prototypesBegun: begun.map(({ all }) => all),
    prototypeObservations: await db
      .select({
        prototype: prototypes.slug,
        day: prototypeObservations.seenOn,
        language: prototypeObservations.language,
        words: prototypeObservations.words,
        createdAt: prototypeObservations.createdAt,
      })
      .from(prototypeObservations)
      .innerJoin(prototypes, eq(prototypes.id, prototypeObservations.prototypeId))
      .where(eq(prototypeObservations.authorId, personId))
      .orderBy(prototypeObservations.createdAt, prototypeObservations.id),
  };
};
