import { sql } from "drizzle-orm";

/** Joins a session to the `room` that was booked for it, if one was. */
export const itsRoom = sql`left join bookings_booking booking on booking.id = session.booking_id
  left join spaces_resource room on room.id = booking.room_id`;
