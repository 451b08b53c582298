import { eq } from "drizzle-orm";
import { profileAnswers } from "#db/schema/consent.ts";
import type { Erase } from "#lib/module.ts";

export const erase: Erase = ({ db, personId }) => [
  db.delete(profileAnswers).where(eq(profileAnswers.personId, personId)),
];
