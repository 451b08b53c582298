import { eq } from "drizzle-orm";
import { startOf } from "#db/expressions.ts";
import { attendances, sheetEvents } from "#db/schema/attendance.ts";
import { sessionView } from "#db/schema/sessions.ts";
import type { OwnData } from "#lib/module.ts";

/** What is kept about a person here: attendance and what they signed. */
export const ownData: OwnData = async ({ db, personId }) => ({
  attendances: await db
    .select({
      session: sessionView.id,
      title: sessionView.title,
      start: startOf(sessionView.during),
      recordedAt: attendances.recordedAt,
    })
    .from(attendances)
    .innerJoin(sessionView, eq(sessionView.id, attendances.sessionId))
    .where(eq(attendances.personId, personId))
    .orderBy(startOf(sessionView.during), sessionView.id),
  sheetsSigned: await db
    .select({ session: sheetEvents.sessionId, kind: sheetEvents.kind, at: sheetEvents.at })
    .from(sheetEvents)
    .where(eq(sheetEvents.personId, personId))
    .orderBy(sheetEvents.at, sheetEvents.id),
});
