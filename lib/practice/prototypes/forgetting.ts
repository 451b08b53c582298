import { eq } from "drizzle-orm";
import { prototypeObservations, prototypes } from "#db/schema/prototypes.ts";
import type { Erase } from "#lib/module.ts";

/**
 * What a space tries out stays with the space, and what was seen with it; neither names who wrote
 * it.
 */
export const erase: Erase = ({ db, personId }) => [
  db.update(prototypes).set({ authorId: null }).where(eq(prototypes.authorId, personId)),
  db
    .update(prototypeObservations)
    .set({ authorId: null })
    .where(eq(prototypeObservations.authorId, personId)),
];
