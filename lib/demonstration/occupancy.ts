import { and, asc, eq, sql } from "drizzle-orm";
import { counterDevices, readings, useMarks } from "#db/schema/occupancy.ts";
import { resources, spaces } from "#db/schema/spaces.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { newToken, sha256 } from "#lib/foundation/platform/secrets/hash.ts";
import { publishUse } from "#lib/places/occupancy/publish.ts";
import { refreshUseBetween } from "#lib/places/occupancy/refresh.ts";
import { openIntervals } from "#lib/places/spaces/opening-hours.ts";
import { type Dice, diceFrom } from "./dice.ts";
import { SPACES } from "./past.ts";

const WEEKS = 8;
const INTERVAL_MINUTES = 15;
const ROWS_AT_ONCE = 1_000;
const DAYS_OF_USE = 365;
const DAYS_AT_ONCE = 31;
const COUNTED = 6;

/** How full it is at each hour of the day, in tenths of the most. */
const SHAPE = [0, 0, 0, 0, 0, 0, 0, 0, 1, 3, 5, 7, 5, 4, 8, 10, 9, 7, 5, 4, 3, 2, 1, 0];
/** The most, as a share of the seats. */
const MOST = 0.5;

/**
 * Some counters and what they said in the last weeks, the same every time; and a year of use made
 * of it all.
 */
export async function seedOccupancy(ctx: Context): Promise<void> {
  const counted = await ctx.db.select().from(spaces).orderBy(asc(spaces.slug)).limit(COUNTED);
  const dice = diceFrom(20_261_126);
  for (const [index, space] of counted.entries()) {
    const kind = index % 2 === 0 ? "count" : "in_out";
    const [device] = await ctx.db
      .insert(counterDevices)
      .values({
        spaceId: space.id,
        kind,
        name: space.language === "fr" ? "Compteur de l’entrée" : "Teller aan de deur",
        sensorId: `demonstration-${index + 1}`,
        intervalMinutes: INTERVAL_MINUTES,
        // Nobody has the token: these counters have said what they had to say.
        tokenHash: sha256(newToken()),
      })
      .returning({ id: counterDevices.id });
    if (!device) continue;
    const rows = saidBy(ctx.now, space, (await seatsOf(ctx, space.id)) * MOST, dice).map(
      ({ at, people, before }) => ({
        deviceId: device.id,
        spaceId: space.id,
        key: `at:${at.toString()}`,
        observedAt: at,
        receivedAt: at,
        ...(kind === "count"
          ? { count: people }
          : { in: Math.max(0, people - before), out: Math.max(0, before - people) }),
      }),
    );
    for (let at = 0; at < rows.length; at += ROWS_AT_ONCE)
      await ctx.db.insert(readings).values(rows.slice(at, at + ROWS_AT_ONCE));
  }
  // In one transaction nobody else counts the rows: without it the questions below are planned for
  // empty tables.
  await ctx.db.execute(
    sql`analyze booking, visit, session, attendance, person_line, reading, resource, counter_device`,
  );
  const active = await ctx.db
    .select({ id: spaces.id })
    .from(spaces)
    .orderBy(asc(spaces.slug))
    .limit(SPACES);
  for (let days = DAYS_OF_USE; days > 0; days -= DAYS_AT_ONCE)
    await refreshUseBetween(
      ctx.db,
      ctx.now.subtract({ hours: days * 24 }),
      ctx.now.subtract({ hours: Math.max(0, days - DAYS_AT_ONCE) * 24 }),
      active.map(({ id }) => id),
    );
  await ctx.db.delete(useMarks);
  await publishUse(ctx.db, ctx.now);
}

type Said = { at: Temporal.Instant; people: number; before: number };

async function seatsOf({ db }: Context, spaceId: string): Promise<number> {
  const rooms = await db
    .select({ capacity: resources.capacity })
    .from(resources)
    .where(and(eq(resources.spaceId, spaceId), eq(resources.kind, "room")));
  return rooms.reduce((sum, { capacity }) => sum + capacity, 0);
}

function saidBy(
  now: Temporal.Instant,
  space: typeof spaces.$inferSelect,
  most: number,
  dice: Dice,
): Said[] {
  const today = now.toZonedDateTimeISO(space.timeZone).toPlainDate();
  const hours = { ...space, country: space.country === "FR" ? ("FR" as const) : ("BE" as const) };
  return openIntervals(hours, today.subtract({ weeks: WEEKS }), today.add({ days: 1 })).flatMap(
    (open) => {
      const said: Said[] = [];
      for (
        let at = open.start;
        Temporal.Instant.compare(at, open.end) <= 0 && Temporal.Instant.compare(at, now) <= 0;
        at = at.add({ minutes: INTERVAL_MINUTES })
      ) {
        const isLast =
          Temporal.Instant.compare(at.add({ minutes: INTERVAL_MINUTES }), open.end) > 0;
        const { hour, dayOfWeek } = at.toZonedDateTimeISO(space.timeZone);
        const usual = ((SHAPE[hour] ?? 0) * most * (dayOfWeek > 5 ? 0.6 : 1)) / 10;
        const people = isLast ? 0 : Math.max(0, Math.round(usual) + dice(5) - 2);
        said.push({ at, people, before: said.at(-1)?.people ?? 0 });
      }
      return said;
    },
  );
}
