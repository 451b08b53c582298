import { eq } from "drizzle-orm";
import { endOf, startOf } from "#db/expressions.ts";
import { enrolments, sessions } from "#db/schema/sessions.ts";
import type { OwnData } from "#lib/module.ts";

/** What is kept about a person here: sessions they lead, and enrolments. */
export const ownData: OwnData = async ({ db, personId }) => ({
  sessionsLed: await db
    .select({
      id: sessions.id,
      title: sessions.title,
      start: startOf(sessions.during),
      end: endOf(sessions.during),
      status: sessions.status,
    })
    .from(sessions)
    .where(eq(sessions.facilitatorId, personId))
    .orderBy(startOf(sessions.during), sessions.id),
  enrolments: await db
    .select({
      session: sessions.id,
      title: sessions.title,
      start: startOf(sessions.during),
      end: endOf(sessions.during),
      status: enrolments.status,
      companion: enrolments.companion,
      interpreter: enrolments.interpreter,
      childcare: enrolments.childcare,
      enrolledAt: enrolments.createdAt,
    })
    .from(enrolments)
    .innerJoin(sessions, eq(sessions.id, enrolments.sessionId))
    .where(eq(enrolments.personId, personId))
    .orderBy(startOf(sessions.during), sessions.id),
});
