import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { requestBooking } from "#lib/booking/bookings/requesting.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { NOW } from "#testing/database.ts";
import { givenOn } from "#testing/given.ts";
import { freshDatabase } from "#testing/postgres-database.ts";

test("a key that comes with several requests at once has one effect, the first answer again, and a refusal for the others", async () => {
  const database = await freshDatabase();
  const { db } = database.connect(20);
  const given = givenOn(db);
  const room = await given.room();
  const ctx: Context = { actor: await given.person(), now: NOW, db, requestId: "test" };
  const at = (hour: number) => Temporal.Instant.from(`2026-03-03T${hour}:00:00+01:00`);
  const asked = (hour: number) => ({
    roomId: room.id,
    start: at(hour),
    end: at(hour + 1),
    people: 1,
    equipment: [],
    purpose: "",
  });

  for (const round of [0, 1, 2, 3, 4]) {
    const answers = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) =>
        requestBooking(ctx, asked(10 + (index % 4) + (round % 2) * 4), `key-${round}`),
      ),
    );
    const done = answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []));
    const refused = answers.flatMap((answer) =>
      answer.status === "rejected" ? [answer.reason] : [],
    );
    for (const booking of done) expect(booking).toEqual(done[0]);
    expect(done).toHaveLength(5);
    for (const error of refused)
      expect(error).toMatchObject({ reason: { code: "common.key_reused" } });

    const { rows } = await db.execute(
      sql`select count(*)::int as bookings from booking where status = 'confirmed'`,
    );
    expect(rows).toEqual([{ bookings: 1 }]);
    await db.execute(sql`delete from allocation`);
    await db.execute(sql`update booking set status = 'cancelled'`);
  }
  await database.drop();
}, 60_000);
