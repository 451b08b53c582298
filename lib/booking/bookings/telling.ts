import { sql } from "drizzle-orm";
import { rowsOf } from "#db/rows.ts";
import type { Title } from "#lib/foundation/i18n/title.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { enqueue } from "#lib/foundation/platform/queues/outbox.ts";

/** What happened to a booking, as the letter about it is called. */
export type News =
  | "confirmed"
  | "requested"
  | "changed"
  | "refused"
  | "cancelled"
  | "missed"
  | "handed"
  | "offered";

type Before = {
  gaveUp?: { start: Temporal.Instant; end: Temporal.Instant } | undefined;
  leftLayout?: Title | null | undefined;
};

/**
 * Writes to everybody who has a booking: whose it is, and who looks after it with them. All of them
 * have it in their calendars.
 *
 * @param before the time that it had, where that is given up and the new one is not certain yet, and
 *   how its room was set up, where the other room is not
 */
export async function notify(
  { db }: Context,
  what: News,
  { id, bookedBy, sequence }: { id: string; bookedBy: string; sequence: number },
  { gaveUp: before, leftLayout }: Before = {},
): Promise<void> {
  const rows = await rowsOf<{ personId: string }>(
    db,
    sql`select person_id from co_organiser where booking_id = ${id} order by 1`,
  );
  const gaveUp = before
    ? { gaveUp: { start: before.start.toString(), end: before.end.toString() } }
    : {};
  for (const personId of [bookedBy, ...rows.map((shared) => shared.personId)]) {
    const data = {
      bookingId: id,
      sequence,
      ...gaveUp,
      ...(leftLayout ? { leftLayout } : {}),
      ...(personId === bookedBy ? {} : { shares: true }),
    };
    await enqueue(db, { template: `booking-${what}`, personId, data });
  }
}
