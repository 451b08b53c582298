import { sql } from "drizzle-orm";
import { type Interval, intervalToText } from "#db/types.ts";
import type { MayHold } from "#lib/booking/allocation/holding.ts";
import type { RoomToBook } from "#lib/booking/allocation/rooms-to-book.ts";
import type { EquipmentRequest } from "#lib/booking/allocation/schema.ts";
import { takenRooms } from "#lib/booking/allocation/taking.ts";
import { auditRow } from "#lib/foundation/identity/audit/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { DomainError, databaseFault } from "#lib/foundation/platform/errors/errors.ts";
import { messageRow } from "#lib/foundation/platform/queues/outbox.ts";
import { type BookingStatus, effectsOf, type FirstEvent, TRANSITIONS } from "./transitions.ts";

export type NewBooking = {
  id: string;
  /** The event that makes it; transitions.ts says which messages and audit entries follow. */
  event: FirstEvent;
  status: BookingStatus;
  during: Interval;
  people: number;
  equipment: EquipmentRequest[];
  purpose: string;
  /** How the first room is set up; null where it stays as it is. */
  layoutId: string | null;
  madeBy: string | null;
  answerBy: Temporal.Instant | null;
  /** The booking that a closure displaced, which this one is offered for. */
  insteadOf?: string | undefined;
  /** A date of a series: message and audit entry are those of the series, once for all dates. */
  ofSeries: { seriesId: string; occurrence: Temporal.PlainDateTime } | null;
};

/**
 * Writes a booking, the rooms it holds, the message that confirms it and its line in the audit log
 * in one statement: one round trip, and by itself whole or not at all. Stock is not taken here.
 *
 * @throws DomainError conflict booking.slot_taken when somebody was first: the database has then
 *   refused the statement
 */
export async function writeBooking(
  ctx: Context,
  booking: NewBooking,
  leave: MayHold,
): Promise<void> {
  const {
    id,
    event,
    status,
    during,
    people,
    equipment,
    purpose,
    layoutId,
    madeBy,
    answerBy,
    insteadOf,
    ofSeries,
  } = booking;
  const { rooms, personId: bookedBy } = leave;
  const [room, ...others] = rooms as [RoomToBook, ...RoomToBook[]];
  const news = effectsOf(event).notification[status];
  const letter = news && {
    template: `booking-${news}` as const,
    personId: bookedBy,
    data: { bookingId: id, sequence: 0 },
  };
  const follows = [
    ...(letter ? [sql`, notified as (${messageRow(letter)})`] : []),
    sql`, noted as (${auditRow({
      actor: ctx.actor,
      action: TRANSITIONS[event].audit,
      spaceId: room.spaceId,
      subject: id,
      data: madeBy ? { for: bookedBy } : {},
    })})`,
  ];
  try {
    await ctx.db.execute(sql`
      with booked as (
        insert into booking (id, space_id, room_id, other_rooms, during, people, equipment, purpose,
          layout_id, booked_by, made_by, status,
          answer_by, instead_of, series_id, occurrence)
        values (${id}::uuid, ${room.spaceId}::uuid, ${room.id}::uuid,
          ${sql.param(others.map((other) => other.id))}::uuid[],
          ${intervalToText(during)}::tstzrange, ${people}::int, ${JSON.stringify(equipment)}::jsonb,
          ${purpose}, ${layoutId}::uuid, ${bookedBy}::uuid,
          ${madeBy}::uuid, ${status}, ${answerBy?.toString() ?? null}::timestamptz,
          ${insteadOf ?? null}::uuid, ${ofSeries?.seriesId ?? null}::uuid,
          ${ofSeries?.occurrence.toString() ?? null}::timestamp)
        returning id
      ), ${takenRooms(ctx, { bookingId: sql`(select id from booked)`, leave, during })}
      ${ofSeries ? sql`` : sql.join(follows)}
      select refuse_fewer(count(*), (select count(*) from part)) from taken`);
  } catch (error) {
    if (databaseFault(error)?.constraint !== "allocation_no_overlap") throw error;
    throw new DomainError("conflict", { code: "booking.slot_taken" }, { cause: error });
  }
}
