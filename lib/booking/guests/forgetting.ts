import { eq } from "drizzle-orm";
import { guestBookings } from "#db/schema/booking.ts";
import type { Erase } from "#lib/module.ts";

export const erase: Erase = ({ db, personId }) => [
  db.delete(guestBookings).where(eq(guestBookings.personId, personId)),
];
