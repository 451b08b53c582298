import { eq } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { consentEvents, profileAnswers } from "#db/schema/consent.ts";
import type { OwnData } from "#lib/module.ts";
import { openAnswer } from "./answers.ts";
import { consentsOf } from "./queries.ts";

/** What is kept about a person here: consents and answers. */
export const ownData: OwnData = async ({ db, personId }) => ({
  answers: await answersOf(db, personId),
  consents: (await consentsOf(db, personId)).map(({ personId: _, ...consent }) => consent),
  consentsWrittenForOthers: await db
    .select({
      state: consentEvents.state,
      expressed: consentEvents.expressed,
      at: consentEvents.at,
    })
    .from(consentEvents)
    .where(eq(consentEvents.helperId, personId))
    .orderBy(consentEvents.at, consentEvents.id),
});

async function answersOf(db: Database, personId: string) {
  const rows = await db
    .select()
    .from(profileAnswers)
    .where(eq(profileAnswers.personId, personId))
    .orderBy(profileAnswers.field);
  return rows.map((answer) => ({
    field: answer.field,
    answer: openAnswer(answer),
    consent: answer.consentId,
    recordedAt: answer.recordedAt,
  }));
}
