import { sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { type BookingView, readBooking } from "./queries.ts";

/** A proposal as the letter about it tells it; null when it was answered or taken back. */
export async function readProposal(
  db: Database,
  id: string,
): Promise<{
  kind: "share" | "hand_over";
  madeBy: string;
  madeByName: string;
  endsAt: Temporal.Instant;
  booking: BookingView;
} | null> {
  const { rows } = await db.execute<{
    kind: "share" | "hand_over";
    madeBy: string;
    madeByName: string;
    endsAt: string;
    bookingId: string;
  }>(sql`
    select proposal.kind, maker.id as "madeBy", maker.display_name as "madeByName", to_json(proposal.ends_at) #>> '{}' as "endsAt",
      proposal.booking_id as "bookingId"
    from booking_proposal proposal join person maker on maker.id = proposal.made_by where proposal.id = ${id}`);
  const [row] = rows;
  const booking = row && (await readBooking(db, row.bookingId));
  if (!row || !booking) return null;
  const { kind, madeBy, madeByName, endsAt } = row;
  return { kind, madeBy, madeByName, booking, endsAt: Temporal.Instant.from(endsAt) };
}
