import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { rowsOf } from "#db/rows.ts";
import { sweepHolds } from "#lib/booking/allocation/holds.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { enqueue } from "#lib/foundation/platform/queues/outbox.ts";
import { remindStaff } from "./approvals.ts";
import { releaseMissed } from "./check-in.ts";
import { lapseMandateOffers } from "./mandate-offers.ts";
import { offerAll } from "./offering.ts";
import { lapseProposals } from "./proposals.ts";
import { lapseUnanswered } from "./waiting.ts";

/**
 * What time does by itself to bookings: who did not come, who did not answer, whose turn it is, who
 * is to be reminded. May run twice, late, or in two processes at once: each step takes one row at a
 * time, whole.
 */
export async function sweepBookings(
  db: Database,
  now: Temporal.Instant,
): Promise<Record<string, number>> {
  const ctx: Context = {
    actor: { kind: "system", name: "bookings" },
    now,
    db,
    requestId: randomUUID(),
  };
  return {
    missed: await releaseMissed(ctx),
    lapsed: await lapseUnanswered(ctx),
    offered: await offerAll(ctx),
    staffReminded: await remindStaff(ctx),
    reminded: await remindPeople(ctx),
    holds: await sweepHolds(ctx),
    proposals: await lapseProposals(ctx),
    mandateOffers: await lapseMandateOffers(ctx),
  };
}

/** The day before, to whoever booked earlier than that. A session tells its people itself. */
export async function remindPeople(ctx: Context): Promise<number> {
  const now = sql`${ctx.now.toString()}::timestamptz`;
  return transaction(ctx.db, async (db) => {
    const rows = await rowsOf<{ id: string; personId: string }>(
      db,
      sql`
        update booking set reminded_at = ${now}
        where id in (select soon.id from spaces_space space cross join lateral (
          select id from booking where booking.space_id = space.id
            and during && tstzrange(${now}, ${now} + interval '24 hours', '[]')
            and status = 'confirmed' and reminded_at is null
            and created_at < lower(during) - interval '24 hours'
            and lower(during) > ${now} and lower(during) <= ${now} + interval '24 hours'
            and not exists (select from sessions_session session
              where session.booking_id = booking.id)
          for update skip locked) soon)
        returning id, booked_by as person_id`,
    );
    for (const { id, personId } of rows)
      await enqueue(db, { template: "booking-reminder", personId, data: { bookingId: id } });
    return rows.length;
  });
}
