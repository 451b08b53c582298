import { eq } from "drizzle-orm";
import { expect } from "vitest";
import { bookings } from "#db/schema/booking.ts";
import { people } from "#db/schema/identity.ts";
import { databaseFault } from "#lib/foundation/platform/errors/errors.ts";
import { NOW, test } from "#testing/database.ts";

const at = (time: string) => Temporal.Instant.from(`2026-03-03T${time}:00+01:00`);

test("the database takes a booking of nobody who was erased, whoever made it, and of everybody else", async ({
  ctx: { db },
  given,
}) => {
  const { id: roomId, spaceId } = await given.room();
  const { personId: known } = await given.person();
  const { personId: closed } = await given.person([], { disabledAt: NOW });
  const { personId: erased } = await given.person();
  const book = (bookedBy: string, madeBy: string | null = null) =>
    db.transaction(async (tx) => {
      const [booking] = await tx
        .insert(bookings)
        .values({
          spaceId,
          roomId,
          bookedBy,
          madeBy,
          people: 1,
          during: { start: at("10:00"), end: at("11:00") },
        })
        .returning();
      return booking!;
    });
  const before = await book(erased);
  await db.update(people).set({ erasedAt: NOW }).where(eq(people.id, erased));

  for (const madeBy of [null, known]) {
    const refused = await book(erased, madeBy).catch(databaseFault);
    expect(refused).toMatchObject({ constraint: "person_not_erased" });
  }
  for (const bookedBy of [known, closed]) expect(await book(bookedBy)).toMatchObject({ bookedBy });
  // What stands may still end: erasing cancels it, and leaves it to nobody, who is erased as well.
  const [ended] = await db
    .update(bookings)
    .set({ status: "cancelled", cancelledAt: NOW })
    .where(eq(bookings.id, before.id))
    .returning();
  expect(ended).toMatchObject({ bookedBy: erased, status: "cancelled" });
});
