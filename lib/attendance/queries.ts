import { asc, eq } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { attendances, personLines } from "#db/schema/attendance.ts";
import type { Context } from "#lib/identity/context.ts";
import { authorise } from "#lib/identity/policy.ts";
import { DomainError } from "#lib/platform/errors.ts";
import { type Enrolled, enrolledIn, readSession, type SessionView } from "#lib/sessions/queries.ts";
import type { PersonLine } from "./traits.ts";

/** What has been saved of a sheet. */
export type SheetState = { sheetVersion: number; present: string[]; lines: PersonLine[] };

export type Sheet = SheetState & { session: SessionView; enrolled: Enrolled[] };

/** A session's sheet, for whoever takes attendance in its space. @throws DomainError not_found, forbidden */
export async function findSheet(ctx: Context, sessionId: string): Promise<Sheet> {
  const session = await sheetSession(ctx, sessionId);
  const [enrolled, state] = [
    await enrolledIn(ctx.db, sessionId),
    await readSheet(ctx.db, sessionId, session.sheetVersion),
  ];
  return { session, enrolled, ...state };
}

export async function sheetSession(ctx: Context, sessionId: string): Promise<SessionView> {
  const session = await readSession(ctx.db, sessionId);
  if (!session) throw new DomainError("not_found", { code: "sessions.unknown" });
  authorise(ctx.actor, "attendance.take", { spaceId: session.spaceId });
  return session;
}

export async function readSheet(db: Database, sessionId: string, sheetVersion: number): Promise<SheetState> {
  const present = await db
    .select({ personId: attendances.personId })
    .from(attendances)
    .where(eq(attendances.sessionId, sessionId))
    .orderBy(asc(attendances.personId));
  const lines = await db
    .select({
      id: personLines.id,
      ageBand: personLines.ageBand,
      gender: personLines.gender,
      labourStatus: personLines.labourStatus,
      educationBand: personLines.educationBand,
      firstTime: personLines.firstTime,
      groups: personLines.groups,
    })
    .from(personLines)
    .where(eq(personLines.sessionId, sessionId))
    .orderBy(asc(personLines.recordedAt), asc(personLines.id));
  return { sheetVersion, present: present.map(({ personId }) => personId), lines };
}
