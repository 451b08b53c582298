import { randomUUID } from "node:crypto";
import { and, eq, inArray, ne, notInArray, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import {
  attendances,
  NO_CHANGES,
  personLines,
  type SheetChanges,
  sheetEvents,
  tallyCells,
} from "#db/schema/attendance.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import { actorKey, type Context } from "#lib/foundation/identity/context.ts";
import { authenticated } from "#lib/foundation/identity/permission/policy.ts";
import { earlierAnswer, keepAnswer } from "#lib/foundation/platform/database/idempotency.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { enrolledIn, type SessionView } from "#lib/learning/sessions/queries.ts";
import {
  lockSheet,
  markSheetClosed,
  markSheetOpen,
  raiseSheetVersion,
} from "#lib/learning/sessions/sheet-state.ts";
import { findSheet, readSheet, type SheetState, sheetSession } from "./queries.ts";
import { cellKey, changesBetween, mergedTicks, refusalFor, tallied } from "./rules.ts";
import { type RefusedPart, readParts, type SheetSave, type SheetSaveInParts } from "./schema.ts";
import { forbiddenGroup, isSomebody, type TallyCell } from "./traits.ts";

/** A saved sheet, and the parts that were not taken. */
export type SavedSheet = SheetState & { refused: RefusedPart[] };

/**
 * Saves a whole sheet: who was ticked, the person lines, and the counts of the tally. A save that
 * arrives twice counts once. A line without any answer that nobody counted is not a person: it is
 * left out, and taken away if it was there.
 *
 * One tick, line or count that is wrong is refused by itself, with its reason: the others are
 * saved, and what was saved of that one before stays. A save of which nothing is right is refused
 * whole.
 *
 * @throws DomainError conflict with the saved sheet when somebody else saved since: nothing is
 *   overwritten unseen
 */
export async function saveSheet(
  ctx: Context,
  sessionId: string,
  save: SheetSaveInParts,
): Promise<SavedSheet> {
  const session = await sheetSession(ctx, sessionId);
  if (session.status === "cancelled")
    throw new DomainError("conflict", { code: "sessions.is_cancelled" });
  const ask = {
    actorKey: actorKey(ctx.actor),
    key: save.saveId,
    request: { sheet: sessionId, save },
  };

  return transaction(ctx.db, async (db) => {
    const locked = await lockSheet(db, sessionId);
    // Under the lock: of two arrivals of one save, the second finds the answer of the first.
    const replay = await earlierAnswer(db, ask);
    if (replay) return { refused: [], ...(replay.body as SheetState) };
    if (locked?.closedAt) throw new DomainError("conflict", { code: "attendance.sheet_closed" });
    if (locked?.version !== save.sheetVersion)
      throw new DomainError(
        "conflict",
        { code: "attendance.saved_meanwhile" },
        { details: { sheet: await readSheet({ ...ctx, db }, sessionId, locked?.version ?? 0) } },
      );

    const before = await readSheet({ ...ctx, db }, sessionId, save.sheetVersion);
    const { taken, refused } = await takenOf(db, session, save, before);
    const lines = taken.lines.filter(isSomebody);
    const wanted = { ...before, ...taken, tally: taken.tally ?? before.tally };
    const refusal = refusalFor(wanted);
    if (refusal) throw new DomainError("invalid", refusal);
    await tick({ ...ctx, db }, session, taken.present);
    await writeLines(db, session, lines);
    await writeTally(db, session, wanted.tally);
    const version = await raiseSheetVersion(db, sessionId);
    const state = { ...(await readSheet({ ...ctx, db }, sessionId, version)), refused };
    await noteSheet({ ...ctx, db }, session, "saved", state, {
      changes: changesBetween(before, state),
    });
    await keepAnswer(db, ask, { status: 200, body: state });
    await recordAudit(db, {
      actor: ctx.actor,
      action: "attendance.saved",
      spaceId: session.spaceId,
      subject: sessionId,
      data: {
        present: state.present.length,
        lines: state.lines.length,
        tallied: tallied(state.tally),
      },
    });
    return state;
  });
}

/**
 * Saves who was ticked and unticked since, and leaves the rest of the sheet as it is, whoever saved
 * it meanwhile.
 *
 * @param ticks `was` those that the keeper saw
 */
export async function saveTicks(
  ctx: Context,
  sessionId: string,
  { was, present }: { was: string[]; present: string[] },
): Promise<SavedSheet> {
  const { sheetVersion, lines, tally, ...saved } = await findSheet(ctx, sessionId);
  return saveSheet(ctx, sessionId, {
    saveId: randomUUID(),
    sheetVersion,
    present: mergedTicks(was, saved.present, present),
    lines,
    tally,
  });
}

/** Closes and signs a sheet as its keeper has seen it. Closing twice is closing once. */
export async function closeSheet(
  ctx: Context,
  sessionId: string,
  sheetVersion: number,
): Promise<void> {
  const session = await sheetSession(ctx, sessionId);
  if (Temporal.Instant.compare(ctx.now, session.during.start) < 0)
    throw new DomainError("conflict", { code: "attendance.closed_too_early" });
  await transaction(ctx.db, async (db) => {
    const isClosed = await markSheetClosed(db, { sessionId, version: sheetVersion, at: ctx.now });
    if (!isClosed) throw new DomainError("conflict", { code: "attendance.saved_meanwhile" });
    await noteSheet(
      { ...ctx, db },
      session,
      "closed",
      await readSheet({ ...ctx, db }, sessionId, sheetVersion),
    );
    await recordAudit(db, {
      actor: ctx.actor,
      action: "attendance.closed",
      spaceId: session.spaceId,
      subject: sessionId,
    });
  });
}

/**
 * Opens a closed sheet to correct it. The reason stays with it.
 *
 * @throws DomainError invalid without a reason
 */
export async function openSheetAgain(
  ctx: Context,
  sessionId: string,
  reason: string,
): Promise<void> {
  const session = await sheetSession(ctx, sessionId);
  if (!reason.trim()) throw new DomainError("invalid", { code: "attendance.say_why" });
  await transaction(ctx.db, async (db) => {
    if (!(await markSheetOpen(db, sessionId))) return;
    const state = await readSheet({ ...ctx, db }, sessionId, session.sheetVersion);
    await noteSheet({ ...ctx, db }, session, "opened", state, { reason: reason.trim() });
    await recordAudit(db, {
      actor: ctx.actor,
      action: "attendance.opened_again",
      spaceId: session.spaceId,
      subject: sessionId,
    });
  });
}

async function noteSheet(
  ctx: Context,
  { id: sessionId, spaceId }: SessionView,
  kind: "saved" | "closed" | "opened",
  { present, lines, tally }: SheetState,
  { reason = "", changes = NO_CHANGES }: { reason?: string; changes?: SheetChanges } = {},
): Promise<void> {
  const { personId } = authenticated(ctx.actor, "attendance.take");
  await ctx.db.insert(sheetEvents).values({
    sessionId,
    spaceId,
    personId,
    kind,
    reason,
    changes,
    present: present.length,
    lines: lines.length,
    tallied: tallied(tally),
  });
}

/**
 * What of a save is taken, and which of its parts are refused. Whoever gave their place back after
 * being ticked stays counted. A line or count that is refused stands as it was saved before.
 *
 * @throws DomainError invalid when nothing of the save can be taken
 */
async function takenOf(
  db: Database,
  { id: sessionId, country }: SessionView,
  save: SheetSaveInParts,
  before: SheetState,
): Promise<{ taken: SheetSave; refused: RefusedPart[] }> {
  const { readable, refused } = readParts(save);
  const refuse = (list: "present" | "lines", id: string, code: string) => {
    const at = save[list].findIndex((item) => idIn(item) === id);
    refused.push({ field: `${list}.${at}`, id, code });
  };
  const enrolled = (await enrolledIn(db, sessionId)).map(({ personId }) => personId);
  const known = new Set([...before.present, ...enrolled]);
  const present = readable.present.filter((id) => known.has(id));
  for (const id of readable.present)
    if (!known.has(id)) refuse("present", id, "attendance.not_enrolled");

  const ids = readable.lines.map(({ id }) => id);
  const elsewhere = await db
    .select({ id: personLines.id })
    .from(personLines)
    .where(and(inArray(personLines.id, ids), ne(personLines.sessionId, sessionId)));
  const isElsewhere = new Set(elsewhere.map(({ id }) => id));
  const lines = readable.lines.filter((line) => {
    if (isElsewhere.has(line.id)) refuse("lines", line.id, "attendance.line_of_other_sheet");
    else if (forbiddenGroup(line, country)) refuse("lines", line.id, "attendance.not_asked_here");
    else return true;
    return false;
  });
  const [first] = refused;
  if (first && present.length + lines.length + (readable.tally?.length ?? 0) === 0)
    throw new DomainError("invalid", { code: first.code }, { details: { refused } });

  const isRefused = new Set(refused.map(({ id }) => id));
  const isTaken = new Set(lines.map(({ id }) => id));
  const kept = before.lines.filter(({ id }) => isRefused.has(id) && !isTaken.has(id));
  const tally = readable.tally && [
    ...readable.tally,
    ...countsBefore(save.tally ?? [], readable.tally, before.tally),
  ];
  const taken = {
    ...readable,
    present,
    lines: [...lines, ...(kept as SheetSave["lines"])],
    ...(tally ? { tally } : {}),
  };
  return { taken: taken as SheetSave, refused };
}

/** The counts saved before of cells that were sent with a number that is none. */
function countsBefore(sent: unknown[], read: TallyCell[], before: TallyCell[]): TallyCell[] {
  const isRead = new Set(read.map(cellKey));
  const wasSent = new Set(sent.map((cell) => (isCell(cell) ? cellKey(cell) : "")));
  return before.filter((cell) => wasSent.has(cellKey(cell)) && !isRead.has(cellKey(cell)));
}

function isCell(value: unknown): value is TallyCell {
  return typeof value === "object" && value !== null;
}

function idIn(item: unknown): unknown {
  return typeof item === "object" && item !== null && "id" in item ? item.id : item;
}

/** Those ticked, and nobody else. */
async function tick(
  ctx: Context,
  { id: sessionId, spaceId }: SessionView,
  present: string[],
): Promise<void> {
  const { db } = ctx;
  await db
    .delete(attendances)
    .where(
      and(
        eq(attendances.sessionId, sessionId),
        present.length > 0 ? notInArray(attendances.personId, present) : undefined,
      ),
    );
  if (present.length > 0)
    await db
      .insert(attendances)
      .values([...new Set(present)].map((personId) => ({ sessionId, spaceId, personId })))
      .onConflictDoNothing();
}

async function writeLines(
  db: Database,
  { id: sessionId, spaceId }: SessionView,
  lines: SheetSave["lines"],
) {
  const ids = lines.map(({ id }) => id);
  await db
    .delete(personLines)
    .where(
      and(
        eq(personLines.sessionId, sessionId),
        ids.length > 0 ? notInArray(personLines.id, ids) : undefined,
      ),
    );
  if (lines.length === 0) return;
  const excluded = (column: string) => sql.raw(`excluded.${column}`);
  const written = await db
    .insert(personLines)
    .values(lines.map((line) => ({ ...line, sessionId, spaceId })))
    .onConflictDoUpdate({
      target: personLines.id,
      set: {
        ageBand: excluded("age_band"),
        gender: excluded("gender"),
        labourStatus: excluded("labour_status"),
        educationBand: excluded("education_band"),
        firstTime: excluded("first_time"),
        groups: excluded("groups"),
        counted: excluded("counted"),
      },
      // The line of another session's sheet is not taken over.
      setWhere: eq(personLines.sessionId, sessionId),
    })
    .returning({ id: personLines.id });
  if (written.length < lines.length)
    throw new DomainError("invalid", { code: "attendance.line_of_other_sheet" });
}

/** The counts as they are now; a combination that nobody had is no row. */
async function writeTally(
  db: Database,
  { id: sessionId, spaceId }: SessionView,
  tally: TallyCell[],
) {
  await db.delete(tallyCells).where(eq(tallyCells.sessionId, sessionId));
  const counted = tally.filter(({ people }) => people > 0);
  if (counted.length > 0)
    await db.insert(tallyCells).values(counted.map((cell) => ({ ...cell, sessionId, spaceId })));
}
