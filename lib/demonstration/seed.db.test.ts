import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { ALL_KEPT, brokenPromises } from "#lib/cli/invariants.ts";
import { AWARD_STATES } from "#lib/learning/badges/awards/transitions.ts";
import { freshDatabase } from "#testing/postgres-database.ts";
import { seedDemonstration } from "./network.ts";

test("the demonstration keeps every promise, and its year says something of booked, attended and sensed", async () => {
  const database = await freshDatabase();
  try {
    await seedDemonstration(database.url);
    const { db } = database.connect(1);
    // The invented past was asked for by nobody, and is not in the audit log.
    const { bookingsWithoutRecord: _, ...broken } = await brokenPromises(db);
    expect({ ...broken, bookingsWithoutRecord: 0 }).toEqual(ALL_KEPT);
    const { rows } = await db.execute<Record<string, number>>(sql`
      select space_id, sum(booked_minutes)::float8 / sum(open_minutes) as booked, sum(attended_minutes)::float8 / sum(open_minutes) as attended,
        sum(booked_seat_minutes) / sum(open_minutes) as seats, sum(missed_minutes)::float8 / sum(booked_minutes) as missed,
        coalesce(sum(sensed_seat_minutes) / nullif(sum(sensed_open_minutes), 0), 0) as sensed
      from use_year where grain = 'total' group by 1 having sum(booked_minutes) > 0`);
    expect(rows.length).toBe(12);
    for (const { booked, attended, seats, missed } of rows) {
      expect(booked).toBeGreaterThan(0.1);
      expect(booked).toBeLessThan(0.97);
      expect(attended).toBeGreaterThan(0.1);
      expect(attended).toBeLessThan(0.97);
      expect(seats).toBeLessThan(0.6);
      expect(missed).toBeGreaterThan(0.01);
      expect(missed).toBeLessThan(0.3);
    }
    const sensed = rows.filter((row) => Number(row.sensed) > 0);
    expect(sensed.length).toBeGreaterThanOrEqual(4);
    for (const row of sensed) expect(row.sensed).toBeLessThan(0.8);
    const { rows: awarded } = await db.execute<{
      state: string;
      regions: number;
      signed: number;
    }>(sql`
      select state, count(distinct region)::int as regions, count(credential.id)::int as signed from award
      join space on space.id = award.space_id left join credential on award_id = award.id group by 1`);
    const states = awarded.map(({ state }) => state).toSorted();
    expect(states).toEqual(AWARD_STATES.filter((state) => state !== "draft").toSorted());
    const issued = awarded.find(({ state }) => state === "issued");
    expect(issued).toMatchObject({ regions: 2, signed: 7 });
    // A desk on a Monday morning has something of each kind before it, in each space with staff.
    const { rows: week } = await db.execute<Record<string, number>>(sql`
      with coming as (select tstzrange(now(), now() + interval '9 days') as time)
      select space.slug,
        count(*) filter (where booking.status = 'requested')::int as asked,
        count(*) filter (where booking.status = 'confirmed')::int as booked,
        (select count(*)::int from closure where closure.space_id = space.id and windows[1] && time) as closed,
        (select count(*)::int from blocking where blocking.space_id = space.id and windows[1] && time) as kept
      from coming, space join booking on booking.space_id = space.id
      where booking.during && time and space.slug in (select slug from space order by slug limit 3)
      group by space.id, space.slug, time order by 1`);
    expect(week).toHaveLength(3);
    for (const { booked } of week) expect(booked).toBeGreaterThan(10);
    expect(week.some(({ asked, closed, kept }) => asked && closed && kept)).toBe(true);
  } finally {
    await database.drop();
  }
}, 180_000);
