import { and, inArray, type SQL, sql } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";
import { bookingProposals, bookings } from "#db/schema/booking.ts";
import type { Interval } from "#db/types.ts";
import type { MayHold } from "#lib/booking/allocation/holding.ts";
import { release } from "#lib/booking/allocation/taking.ts";
import type { Title } from "#lib/foundation/i18n/title.ts";
import { type AuditFact, recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { askStaff } from "./ask-staff.ts";
import { offerFreed } from "./offering.ts";
import { notify } from "./telling.ts";
import {
  type BookingStatus,
  effectsOf,
  type StepEvent,
  stateAfter,
  statesBefore,
  type TRANSITIONS,
} from "./transitions.ts";

export type BookingRow = Omit<typeof bookings.$inferSelect, "status"> & { status: BookingStatus };

/** What an event writes beside what the table says. */
type Columns = Omit<
  PgUpdateSetSource<typeof bookings>,
  "id" | "spaceId" | "status" | "version" | "sequence"
>;

type Details = {
  /**
   * Which bookings, and what else must still be so when they are written: whoever comes second
   * changes none.
   */
  where: SQL | undefined;
  set?: Columns;
  /** Whether somebody has to say yes first, where the event leaves that open. Staff are asked. */
  asked?: boolean;
  /**
   * Until when somebody has to answer, from now on; null when nobody has to any more. Untouched
   * when it is left out.
   */
  answerBy?: Temporal.Instant | null;
  /** The time that was given up for one that still waits for approval: the letter names it. */
  gaveUp?: Interval | undefined;
  /** The layout it had, where the other room has none like it: the letter names it. */
  leftLayout?: Title | null;
  /** The time that came free, when it is not the booking's own. */
  freed?: Interval;
  /** The time is needed for something else: nobody who waits is offered it. */
  staysTaken?: boolean;
  /** More for the line in the audit log. */
  audit?: AuditFact["data"];
};

/** Who comes to have it may have it: what `canHold` or `canKeep` answered. */
type Leave<E extends StepEvent> = (typeof TRANSITIONS)[E]["leave"] extends true
  ? { leave: MayHold }
  : unknown;

/**
 * What takes and gives rooms and equipment, or whatever else is written between the booking's row
 * and its letters.
 */
type Between = (row: BookingRow) => Promise<void>;
type Taking<E extends StepEvent> = (typeof TRANSITIONS)[E]["time"] extends "kept" | "given back"
  ? { between?: Between }
  : { between: Between };

/**
 * Lets something happen to bookings, with all that follows from it by the table: status, version
 * and SEQUENCE, what they hold, letters, the audit log, proposals, the waiting list. In a
 * transaction of the caller's, who has the turn of the space where time is given back or moved
 * (turns.ts) and has seen to it that the actor may.
 *
 * @returns the bookings as they are now; those in another state by then, or for which `where` no
 *   longer holds, are left out
 */
export async function applyEvent<E extends StepEvent>(
  ctx: Context,
  event: E,
  details: Details & Leave<E> & Taking<E>,
): Promise<BookingRow[]> {
  const rows = await writeStep(ctx, event, details);
  if (effectsOf(event).time === "given back") await giveBack(ctx, rows);
  for (const row of rows) await follow(ctx, event, row, details);
  return rows;
}

/** The one statement that writes the status of a booking that is there. */
async function writeStep(
  ctx: Context,
  event: StepEvent,
  { where, set = {}, asked = false, answerBy }: Details,
): Promise<BookingRow[]> {
  const status = stateAfter(event, asked);
  const { version, sequence } = effectsOf(event);
  const rows = await ctx.db
    .update(bookings)
    .set({
      ...set,
      ...(status ? { status } : {}),
      ...(version ? { version: sql`${bookings.version} + 1` } : {}),
      ...(sequence ? { sequence: sql`${bookings.sequence} + 1` } : {}),
      ...(answerBy ? { answerBy, askedAt: ctx.now, remindedAt: null } : {}),
      ...(answerBy === null ? { answerBy, askedAt: null } : {}),
    })
    .where(and(inArray(bookings.status, statesBefore(event)), where))
    .returning();
  return rows as BookingRow[];
}

/**
 * Frees what bookings hold. Nobody can share or take over what nobody has: proposals end with them.
 */
async function giveBack({ db }: Context, rows: BookingRow[]): Promise<void> {
  for (const [spaceId, some] of Map.groupBy(rows, (row) => row.spaceId)) {
    const ids = some.map(({ id }) => id);
    await release(db, spaceId, ...ids);
    await db.delete(bookingProposals).where(inArray(bookingProposals.bookingId, ids));
  }
}

async function follow(
  ctx: Context,
  event: StepEvent,
  row: BookingRow,
  { asked, gaveUp, leftLayout, freed, staysTaken, audit, between }: Details & { between?: Between },
): Promise<void> {
  const { db, actor } = ctx;
  const { id, spaceId, status } = row;
  const { notification, audit: action, waitlist } = effectsOf(event);
  await between?.(row);
  const news = notification[status];
  if (news) await notify(ctx, news, row, { gaveUp, leftLayout });
  if (asked) await askStaff(ctx, row);
  if (action)
    await recordAudit(db, {
      actor,
      action,
      spaceId,
      subject: id,
      ...(audit ? { data: audit } : {}),
    });
  if (waitlist && !staysTaken) await offerFreed(ctx, spaceId, freed ?? row.during);
}
