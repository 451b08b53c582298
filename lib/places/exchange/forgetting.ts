import { eq, inArray, lt, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { placeClaims, placeImportParts, placeImportRows, placeImports } from "#db/schema/places.ts";
import type { Erase, Retention } from "#lib/module.ts";

export const retention: Retention = ({ db, over }) => ({
  traces: {
    placeRows: db
      .delete(placeImportRows)
      .where(inArray(placeImportRows.importId, importsBefore(db, over("tasks")))),
    placeParts: db
      .delete(placeImportParts)
      .where(inArray(placeImportParts.importId, importsBefore(db, over("tasks")))),
  },
  security: {
    placeFiles: db.delete(placeImports).where(lt(placeImports.createdAt, over("access"))),
    placeClaims: db
      .delete(placeClaims)
      .where(
        lt(
          sql`coalesce(${placeClaims.decidedAt}, ${placeClaims.createdAt})`,
          over("access").toString(),
        ),
      ),
  },
});

const importsBefore = (db: Database, moment: Temporal.Instant) =>
  db.select({ id: placeImports.id }).from(placeImports).where(lt(placeImports.createdAt, moment));

export const erase: Erase = ({ db, personId }) => [
  db.delete(placeClaims).where(eq(placeClaims.personId, personId)),
  db.update(placeClaims).set({ decidedBy: null }).where(eq(placeClaims.decidedBy, personId)),
  db.update(placeImports).set({ askedBy: null }).where(eq(placeImports.askedBy, personId)),
];
