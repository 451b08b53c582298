import { and, desc, eq, sql } from "drizzle-orm";
import { allocations, stockAllocations } from "#db/schema/allocation.ts";
import { bookings } from "#db/schema/booking.ts";
import { resources, spaces } from "#db/schema/spaces.ts";
import { endOfClosedMonths } from "#lib/booking/allocation/lent.ts";
import type { Context } from "#lib/foundation/identity/context.ts";

/** Whose camera went to whom, over a border each time. */
const LENT = [
  ["bibliotheek-kortrijk", "be-square"],
  ["be-square", "bibliotheek-ieper"],
  ["bibliotheque-de-mouscron-mouscron", "buda-lab"],
] as const;

/** Cameras that were lent over a border, each for one booking of a closed month. */
export async function seedLent(ctx: Context): Promise<void> {
  for (const [owner, borrower] of LENT) await lend(ctx, owner, borrower);
}

async function lend({ db, now }: Context, owner: string, borrower: string): Promise<void> {
  const month = endOfClosedMonths(now);
  const [camera] = await db
    .select({
      resourceId: resources.id,
      spaceId: resources.spaceId,
      travelMinutes: resources.travelMinutes,
    })
    .from(resources)
    .innerJoin(spaces, eq(spaces.id, resources.spaceId))
    .where(and(eq(spaces.slug, owner), eq(resources.equipmentKind, "camera")));
  const [booking] = await db
    .select({ id: bookings.id, during: bookings.during })
    .from(bookings)
    .innerJoin(spaces, eq(spaces.id, bookings.spaceId))
    .innerJoin(allocations, eq(allocations.bookingId, bookings.id))
    .where(
      and(
        eq(spaces.slug, borrower),
        eq(bookings.status, "confirmed"),
        sql`upper(${allocations.during}) <= ${month.toString()}::timestamptz`,
      ),
    )
    .orderBy(desc(sql`lower(${bookings.during})`), bookings.id)
    .limit(1);
  if (!camera || !booking) return;
  const { travelMinutes, ...piece } = camera;
  const way = { minutes: travelMinutes };
  await db.insert(stockAllocations).values({
    ...piece,
    bookingId: booking.id,
    quantity: 1,
    during: { start: booking.during.start.subtract(way), end: booking.during.end.add(way) },
  });
  await db
    .update(bookings)
    .set({ equipment: sql`${bookings.equipment} || '[{"kind":"camera","quantity":1}]'::jsonb` })
    .where(eq(bookings.id, booking.id));
}
