import { and, eq, isNotNull, isNull } from "drizzle-orm";
import { hasEndedBefore } from "#db/expressions.ts";
import { allocations } from "#db/schema/allocation.ts";
import type { Erase, Retention } from "#lib/module.ts";

export const retention: Retention = ({ db, over }) => ({
  bookings: {
    holds: db
      .delete(allocations)
      .where(
        and(
          isNotNull(allocations.heldBy),
          isNull(allocations.bookingId),
          hasEndedBefore(allocations.during, over("bookings")),
        ),
      ),
  },
});

export const erase: Erase = ({ db, personId }) => [
  db.delete(allocations).where(eq(allocations.heldBy, personId)),
];
