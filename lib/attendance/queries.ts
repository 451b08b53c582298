import { asc, eq, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { attendances, personLines } from "#db/schema/attendance.ts";
import type { Context } from "#lib/identity/context.ts";
import { authorise } from "#lib/identity/policy.ts";
import { DomainError } from "#lib/platform/errors.ts";
import { type Enrolled, enrolledIn, readSession, type SessionView } from "#lib/sessions/queries.ts";
import type { PersonLine } from "./traits.ts";

/** What has been saved of a sheet. */
export type SheetState = { sheetVersion: number; present: string[]; lines: PersonLine[] };

export type SheetEvent = {
  id: number;
  kind: "saved" | "closed" | "opened";
  by: string;
  reason: string;
  people: number;
  at: string;
};

export type Sheet = SheetState & {
  session: SessionView;
  enrolled: Enrolled[];
  isClosed: boolean;
  /** What became of it, newest first. */
  history: SheetEvent[];
};

/** A session's sheet, for whoever takes attendance in its space. @throws DomainError not_found, forbidden */
export async function findSheet(ctx: Context, sessionId: string): Promise<Sheet> {
  const session = await sheetSession(ctx, sessionId);
  const [enrolled, state] = [
    await enrolledIn(ctx.db, sessionId),
    await readSheet(ctx.db, sessionId, session.sheetVersion),
  ];
  const { rows: history } = await ctx.db.execute<SheetEvent>(sql`
    select event.id::int as id, event.kind, person.display_name as by, event.reason, event.present + event.lines as people,
      to_json(event.at) #>> '{}' as at
    from sheet_event event join person on person.id = event.person_id
    where event.session_id = ${sessionId} order by event.id desc limit 50`);
  const { rows: closed } = await ctx.db.execute(
    sql`select from session where id = ${sessionId} and sheet_closed_at is not null`,
  );
  return { session, enrolled, ...state, isClosed: closed.length > 0, history };
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
