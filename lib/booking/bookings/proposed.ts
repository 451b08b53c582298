import { sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { rowsOf } from "#db/rows.ts";
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
  const rows = await rowsOf<{
    kind: "share" | "hand_over";
    madeBy: string;
    madeByName: string;
    endsAt: string;
    bookingId: string;
  }>(
    db,
    sql`
      select proposal.kind, maker.id as made_by, maker.display_name as made_by_name,
        to_json(proposal.ends_at) #>> '{}' as ends_at,
        proposal.booking_id
      from booking_proposal proposal join identity_person maker on maker.id = proposal.made_by
        where proposal.id = ${id}`,
  );
  const [row] = rows;
  const booking = row && (await readBooking(db, row.bookingId));
  if (!row || !booking) return null;
  const { kind, madeBy, madeByName, endsAt } = row;
  return { kind, madeBy, madeByName, booking, endsAt: Temporal.Instant.from(endsAt) };
}
