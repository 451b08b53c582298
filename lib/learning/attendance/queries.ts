import { asc, desc, eq, sql } from "drizzle-orm";
import { momentText } from "#db/expressions.ts";
import { rowsOf } from "#db/rows.ts";
import { attendances, personLines, sheetEvents, tallyCells } from "#db/schema/attendance.ts";
import { personView } from "#db/schema/identity.ts";
import { isAround, isAroundSession } from "#lib/foundation/consent/around.ts";
import { CONSENT_FIELDS } from "#lib/foundation/consent/catalogue.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authorise } from "#lib/foundation/identity/permission/policy.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import {
  type Enrolled,
  enrolledIn,
  readSession,
  type SessionView,
} from "#lib/learning/sessions/queries.ts";
import type { SheetContents, SheetEvent } from "./rules.ts";

/**
 * What has been saved of a sheet. `consents` are the ids of consents by which an answer of somebody
 * on the sheet stands now: one that is gone was withdrawn, and its answer with it.
 */
export type SheetState = SheetContents & { sheetVersion: number; consents: string[] };

export type Sheet = SheetState & {
  session: SessionView;
  enrolled: Enrolled[];
  /** Whether staff may ask those enrolled for consents: around the session only. */
  mayAsk: boolean;
  isClosed: boolean;
  /** What became of it, newest first. */
  history: SheetEvent[];
};

const HISTORY_SHOWN = 50;

/**
 * A session's sheet, for whoever takes attendance in its space.
 *
 * @throws DomainError not_found, forbidden
 */
export async function findSheet(ctx: Context, sessionId: string): Promise<Sheet> {
  const session = await sheetSession(ctx, sessionId);
  const [enrolled, state] = [
    await enrolledIn(ctx.db, sessionId),
    await readSheet(ctx, sessionId, session.sheetVersion),
  ];
  const history = await ctx.db
    .select({
      id: sheetEvents.id,
      kind: sql<SheetEvent["kind"]>`${sheetEvents.kind}`,
      by: personView.displayName,
      reason: sheetEvents.reason,
      people: sql<number>`${sheetEvents.present} + ${sheetEvents.lines} + ${sheetEvents.tallied}`,
      changes: sql<SheetEvent["changes"]>`${sheetEvents.changes}`,
      at: momentText(sheetEvents.at),
    })
    .from(sheetEvents)
    .innerJoin(personView, eq(personView.id, sheetEvents.personId))
    .where(eq(sheetEvents.sessionId, sessionId))
    .orderBy(desc(sheetEvents.id))
    .limit(HISTORY_SHOWN);
  const { rows: closed } = await ctx.db.execute(
    sql`select from sessions_session session where id = ${sessionId}
      and sheet_closed_at is not null`,
  );
  const mayAsk = isAround(session.during, ctx.now);
  return { session, enrolled, mayAsk, ...state, isClosed: closed.length > 0, history };
}

export async function sheetSession(ctx: Context, sessionId: string): Promise<SessionView> {
  const session = await readSession(ctx.db, sessionId);
  if (!session) throw new DomainError("not_found", { code: "sessions.unknown" });
  authorise(ctx.actor, "attendance.take", { spaceId: session.spaceId });
  return session;
}

export async function readSheet(
  ctx: Context,
  sessionId: string,
  sheetVersion: number,
): Promise<SheetState> {
  const { db } = ctx;
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
      counted: personLines.counted,
    })
    .from(personLines)
    .where(eq(personLines.sessionId, sessionId))
    .orderBy(asc(personLines.recordedAt), asc(personLines.id));
  const tally = await db
    .select({
      gender: tallyCells.gender,
      ageBand: tallyCells.ageBand,
      labourStatus: tallyCells.labourStatus,
      people: tallyCells.people,
    })
    .from(tallyCells)
    .where(eq(tallyCells.sessionId, sessionId))
    .orderBy(asc(tallyCells.gender), asc(tallyCells.ageBand), asc(tallyCells.labourStatus));
  const consents = await consentsBehind(ctx, sessionId);
  return { sheetVersion, present: present.map(({ personId }) => personId), lines, tally, consents };
}

/**
 * Consents by which somebody who was ticked or has a place here gave an answer that stands, while
 * the space may know of it.
 */
async function consentsBehind({ db, now }: Context, sessionId: string): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    db,
    sql`
      select answer.consent_id as id from consent_answer answer
      where answer.field = any(${sql.param([...CONSENT_FIELDS])}::text[]) and answer.person_id in (
        select person_id from attendance where session_id = ${sessionId}
        union select person_id from sessions_enrolment enrolment where session_id = ${sessionId}
          and status = 'enrolled')
        and exists (select from sessions_session session where id = ${sessionId}
          and ${isAroundSession(now)})
      order by 1`,
  );
  return rows.map(({ id }) => id);
}
