import { and, eq, isNull } from "drizzle-orm";
import {
  practiceEditions,
  practiceReports,
  practices,
  practiceVersions,
} from "#db/schema/practices.ts";
import type { Erase } from "#lib/module.ts";
import { hasNoVersion } from "./tidy.ts";

/** What is not published goes with its author; what is stays, and names nobody. */
export const erase: Erase = ({ db, personId }) => [
  db
    .delete(practiceVersions)
    .where(and(eq(practiceVersions.authorId, personId), isNull(practiceVersions.publishedAt))),
  db.delete(practices).where(hasNoVersion(db)),
  db
    .update(practiceVersions)
    .set({ authorId: null })
    .where(eq(practiceVersions.authorId, personId)),
  db
    .update(practiceVersions)
    .set({ reviewerId: null })
    .where(eq(practiceVersions.reviewerId, personId)),
  db
    .update(practiceEditions)
    .set({ translatorId: null })
    .where(eq(practiceEditions.translatorId, personId)),
  db.update(practiceReports).set({ personId: null }).where(eq(practiceReports.personId, personId)),
  db
    .update(practiceReports)
    .set({ decidedBy: null })
    .where(eq(practiceReports.decidedBy, personId)),
];
