import { eq } from "drizzle-orm";
import { listedPlaces, placeClaims, placeImports } from "#db/schema/places.ts";
import type { OwnData } from "#lib/module.ts";

/**
 * What is kept about a person here: the files they brought, the places they claimed, and what they
 * decided about claims.
 */
export const ownData: OwnData = async ({ db, personId }) => ({
  placeFiles: await db
    .select({
      file: placeImports.fileName,
      source: placeImports.source,
      at: placeImports.createdAt,
      takenAt: placeImports.takenAt,
    })
    .from(placeImports)
    .where(eq(placeImports.askedBy, personId))
    .orderBy(placeImports.createdAt, placeImports.id),
  placeClaims: await db
    .select({
      place: listedPlaces.name,
      organisation: placeClaims.organisation,
      role: placeClaims.role,
      note: placeClaims.note,
      state: placeClaims.state,
      answer: placeClaims.answer,
      at: placeClaims.createdAt,
      decidedAt: placeClaims.decidedAt,
    })
    .from(placeClaims)
    .innerJoin(listedPlaces, eq(listedPlaces.id, placeClaims.placeId))
    .where(eq(placeClaims.personId, personId))
    .orderBy(placeClaims.createdAt, placeClaims.id),
  placeClaimsDecided: await db
    .select({
      place: listedPlaces.name,
      state: placeClaims.state,
      answer: placeClaims.answer,
      decidedAt: placeClaims.decidedAt,
    })
    .from(placeClaims)
    .innerJoin(listedPlaces, eq(listedPlaces.id, placeClaims.placeId))
    .where(eq(placeClaims.decidedBy, personId))
    .orderBy(placeClaims.createdAt, placeClaims.id),
});
