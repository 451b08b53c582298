import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { answerRequest } from "#lib/booking/approvals.ts";
import { closeRooms, previewClosure, reopen } from "#lib/booking/closures.ts";
import { cancelBooking, changeBooking, requestBooking, restoreBooking } from "#lib/booking/commands.ts";
import { holdTime } from "#lib/booking/holds.ts";
import { sweepBookings } from "#lib/booking/sweep.ts";
import { acceptOffer, joinWaiting } from "#lib/booking/waiting.ts";
import { NOW } from "#lib/fixtures/database.ts";
import { givenOn } from "#lib/fixtures/given.ts";
import { ALL_KEPT, brokenPromises } from "#lib/fixtures/invariants.ts";
import { freshDatabase } from "#lib/fixtures/postgres-database.ts";
import type { Context } from "#lib/identity/context.ts";
import { DomainError, databaseFault } from "#lib/platform/errors.ts";
import { cancelSeries, changeSeries } from "./change.ts";
import { bookSeries } from "./commands.ts";

const CLIENTS = 64;
const STEPS = 15;
const CONNECTIONS = 32;
const opens = Temporal.PlainDateTime.from("2026-03-03T09:00");
const instant = (wall: Temporal.PlainDateTime) => wall.toZonedDateTime("Europe/Brussels").toInstant();

test(`${CLIENTS} clients do what comes to mind: every promise is kept, and nobody sees a deadlock`, {
  timeout: 180_000,
}, async () => {
  const database = await freshDatabase();
  try {
    const { db } = database.connect(CONNECTIONS);
    const given = givenOn(db);
    const { id: spaceId } = await given.space();
    const left = await given.room({ spaceId });
    const right = await given.room({ spaceId });
    const rooms = [
      left,
      right,
      await given.room({ spaceId, madeOf: [left.id, right.id].sort() }),
      await given.room({ spaceId, bufferMinutes: 30, releaseMinutes: 15 }),
      await given.room({ spaceId, needsApproval: true }),
    ];
    await given.stock(spaceId, { quantity: 6 });
    const staff = await given.staff(spaceId);
    const closures: string[] = [];
    // Time goes by while they click: offers and holds run out.
    let minutes = 0;
    const contexts = await Promise.all(
      Array.from({ length: CLIENTS }, async (_, at) => (at % 8 === 0 ? staff : given.person())),
    );

    const some = <T>(list: readonly T[]) => list[Math.floor(Math.random() * list.length)] as T;
    const below = (limit: number) => Math.floor(Math.random() * limit);
    const wish = () => {
      const wall = opens.add({ days: below(3), minutes: 30 * below(14) });
      return {
        roomId: some(rooms).id,
        start: instant(wall),
        end: instant(wall.add({ minutes: 30 * (1 + below(4)) })),
        people: 1 + below(4),
        equipment: below(2) === 0 ? [{ kind: "laptop", quantity: 1 + below(4) }] : [],
        purpose: "",
      };
    };
    const anyOf = async (table: "booking" | "series", where: string) => {
      const { rows } = await db.execute<{ id: string; version: number }>(
        sql`select id, version from ${sql.identifier(table)} where ${sql.raw(where)} order by random() limit 1`,
      );
      return rows[0] ?? { id: crypto.randomUUID(), version: 1 };
    };
    const steps: ((ctx: Context, personId: string) => Promise<unknown>)[] = [
      (ctx) => requestBooking(ctx, wish()),
      (ctx) => requestBooking(ctx, wish(), crypto.randomUUID()),
      (ctx) => requestBooking(ctx, { ...wish(), resources: [some(rooms).id, some(rooms).id] }),
      (ctx) => holdTime(ctx, wish()),
      (ctx) => joinWaiting(ctx, wish()),
      async (ctx, personId) => cancelBooking(ctx, (await anyOf("booking", `booked_by = '${personId}'`)).id),
      async (ctx, personId) => restoreBooking(ctx, (await anyOf("booking", `booked_by = '${personId}'`)).id),
      async (ctx, personId) =>
        acceptOffer(ctx, (await anyOf("booking", `booked_by = '${personId}' and status = 'offered'`)).id),
      async (ctx, personId) => {
        const { id, version } = await anyOf("booking", `booked_by = '${personId}'`);
        const { start, end, people } = wish();
        return changeBooking(ctx, id, { start, end, people, version });
      },
      (ctx) => sweepBookings(ctx.db, ctx.now),
    ];
    const staffSteps: typeof steps = [
      async (ctx) => {
        const { id, version } = await anyOf("booking", "status = 'requested'");
        return answerRequest(ctx, id, { confirm: below(2) === 0, version });
      },
      async (ctx) => {
        const from = opens.add({ days: below(3), minutes: 30 * below(14) });
        const plan = { spaceId, from, to: from.add({ hours: 2 }), until: null, reason: "x" };
        const closure = { ...plan, roomIds: [some(rooms).id], repeat: "once" as const };
        const { displaced } = await previewClosure(ctx, closure);
        const { id } = await closeRooms(
          ctx,
          closure,
          displaced.map((booking) => booking.id),
        );
        closures.push(id);
      },
      (ctx) => reopen(ctx, closures.shift() ?? crypto.randomUUID()),
      (ctx) => {
        const firstStart = opens.add({ minutes: 30 * below(14) });
        const { roomId, people, equipment } = wish();
        const firstEnd = firstStart.add({ hours: 1 });
        const series = { roomId, people, equipment, firstStart, firstEnd, rule: "FREQ=DAILY;COUNT=3" };
        const nothing = { extraStarts: [], excludedStarts: [], purpose: "" };
        return bookSeries(
          ctx,
          { ...series, ...nothing },
          { decisions: [], onConflict: some(["refuse", "skip", "nextBest"] as const) },
        );
      },
      async (ctx) => {
        const { id, version } = await anyOf("series", "cancelled_at is null");
        const from = Temporal.PlainTime.from({ hour: 9 + below(7) });
        const change = { scope: "all" as const, version, from, to: from.add({ hours: 1 }) };
        return changeSeries(ctx, id, change, {
          decisions: [],
          onConflict: some(["refuse", "skip"] as const),
        });
      },
      async (ctx) => {
        const { id, version } = await anyOf("series", "cancelled_at is null");
        return cancelSeries(ctx, id, { scope: "all", version });
      },
    ];

    const faults: string[] = [];
    const outcomes = { done: 0, refused: 0 };
    await Promise.all(
      contexts.map(async (actor, at) => {
        for (let step = 0; step < STEPS; step += 1) {
          const ctx: Context = { actor, db, now: NOW.add({ minutes }), requestId: `${at}-${step}` };
          minutes += 1;
          const run = some(actor === staff ? [...steps, ...staffSteps, ...staffSteps] : steps);
          try {
            await run(ctx, actor.personId);
            outcomes.done += 1;
          } catch (error) {
            if (error instanceof DomainError) outcomes.refused += 1;
            else faults.push(`${databaseFault(error)?.code} ${error}`);
          }
        }
      }),
    );

    expect(faults).toEqual([]);
    expect(outcomes.done).toBeGreaterThan(100);
    expect(await brokenPromises(db)).toEqual(ALL_KEPT);
    const { rows } = await db.execute<{
      bookings: number;
      series: number;
      closures: number;
      offers: number;
    }>(sql`
      select (select count(*)::int from booking) as bookings, (select count(*)::int from series) as series,
        (select count(*)::int from closure) as closures, (select count(*)::int from booking_wait) as offers`);
    for (const [name, count] of Object.entries(rows[0] ?? {})) expect(count, name).toBeGreaterThan(0);
  } finally {
    await database.drop();
  }
});
