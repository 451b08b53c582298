import "#testing/secret-of-dumps.ts";
import { sql } from "drizzle-orm";
import { expect } from "vitest";
import type { Database } from "#db/client.ts";
import { calendarOf } from "#lib/booking/bookings/calendar.ts";
import { myBookings } from "#lib/booking/bookings/queries.ts";
import { requestBooking } from "#lib/booking/bookings/requesting.ts";
import { findAvailability } from "#lib/booking/search/free-rooms.ts";
import { ALL_KEPT, brokenPromises } from "#lib/cli/invariants.ts";
import { demonstrationActor } from "#lib/demonstration/identity.ts";
import { myData } from "#lib/evidence/privacy/own-data.ts";
import { crossBorderCounts } from "#lib/evidence/research/cross-border.ts";
import { listReleases } from "#lib/evidence/research/queries.ts";
import { verifyAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { listSessions, mySessions } from "#lib/learning/sessions/queries.ts";
import { sessionFilter } from "#lib/learning/sessions/schema.ts";
import { yearOfUse } from "#lib/places/occupancy/use.ts";
import { listSpaces } from "#lib/places/spaces/queries.ts";
import { test } from "#testing/database.ts";
import { keptDumps, loadedDump } from "#testing/dumps.ts";
import { frozenMigrations } from "./frozen.ts";
import { knownMigrations, standingOf } from "./journal.ts";
import { migrate } from "./migrate.ts";

/** Rows by table; parts count with their table. */
async function counts(db: Database): Promise<Record<string, number>> {
  const { rows: tables } = await db.execute<{ name: string }>(sql`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition order by 1`);
  const all: Record<string, number> = {};
  for (const { name } of tables) {
    const { rows } = await db.execute<{ count: number }>(
      sql`select count(*)::int as count from ${sql.identifier(name)}`,
    );
    all[name] = rows[0]?.count ?? 0;
  }
  return all;
}

test("a database is kept of each schema that was frozen last, and by its name", () => {
  expect(keptDumps().length).toBeGreaterThan(0);
  expect(frozenMigrations().map(({ tag }) => tag)).toEqual(expect.arrayContaining(keptDumps()));
  expect(keptDumps()).toContain(frozenMigrations().at(-1)?.tag);
});

for (const tag of keptDumps())
  test(`a network that has lived a year at ${tag} is brought forward, loses nothing, keeps every promise and works`, async ({
    serverUrl,
  }) => {
    const database = await loadedDump(serverUrl, tag);
    try {
      const { db, pool } = database.connect(4);
      const behind =
        knownMigrations().length - 1 - knownMigrations().findIndex((one) => one.tag === tag);
      expect(await standingOf(pool)).toEqual(
        behind > 0 ? { is: "older", missing: behind } : { is: "same" },
      );
      const before = await counts(db);
      expect(Object.keys(before).length).toBeGreaterThan(60);
      expect(Object.entries(before).filter(([, count]) => count === 0)).toEqual([]);

      await migrate(database.url);

      expect(await standingOf(pool)).toEqual({ is: "same" });
      const after = await counts(db);
      expect(
        Object.entries(before).filter(([table, count]) => (after[table] ?? 0) < count),
      ).toEqual([]);
      // The invented past of the demonstration was asked for by nobody, and is not in the audit
      // log.
      const { bookingsWithoutRecord: _, ...broken } = await brokenPromises(db);
      expect({ ...broken, bookingsWithoutRecord: 0 }).toEqual(ALL_KEPT);
      expect(await verifyAudit(db)).toMatchObject({ firstBroken: null });
      await canBeRead(db);
    } finally {
      await database.drop();
    }
  }, 120_000);

/** What people look at, as of the day of the dump: nothing of it may fail or have become empty. */
async function canBeRead(db: Database): Promise<void> {
  const { rows } = await db.execute<{ at: string }>(
    sql`select to_json(max(at)) #>> '{}' as at from retention_run`,
  );
  const now = Temporal.Instant.from(rows[0]?.at ?? "");
  const as = async (account: "learner" | "manager" | "researcher" | "admin"): Promise<Context> => ({
    actor: await demonstrationActor(db, account),
    now,
    db,
    requestId: "upgrade",
  });
  const [learner, manager, researcher, admin] = [
    await as("learner"),
    await as("manager"),
    await as("researcher"),
    await as("admin"),
  ];
  const { items: spaces } = await listSpaces(learner, {});
  expect(spaces).toHaveLength(3);
  const [{ slug = "" } = {}] = spaces;

  const own = await myBookings(learner);
  expect(own.length).toBeGreaterThanOrEqual(2);
  const week = { start: now, end: now.add({ hours: 24 * 21 }) };
  const calendars = await Promise.all(spaces.map((space) => calendarOf(manager, space.slug, week)));
  expect(JSON.stringify(calendars)).toContain(own[0]?.id);
  expect((await listSessions(learner, sessionFilter.parse({}))).total).toBeGreaterThan(10);
  expect(await mySessions(learner)).toHaveLength(1);
  expect(Object.keys(await myData(learner)).length).toBeGreaterThan(10);
  expect(
    JSON.stringify(
      await yearOfUse(admin, { year: now.toZonedDateTimeISO("UTC").year, space: slug }),
    ),
  ).toMatch(/[1-9]/);
  expect((await listReleases(researcher, 1)).items).toHaveLength(1);
  const day = (days: number) =>
    now
      .subtract({ hours: 24 * days })
      .toZonedDateTimeISO("UTC")
      .toPlainDate();
  expect(
    (await crossBorderCounts(admin, { from: day(360), until: day(0) })).length,
  ).toBeGreaterThan(0);

  // And a room is booked, with everything that watches over that.
  const start = now
    .toZonedDateTimeISO("Europe/Brussels")
    .toPlainDate()
    .add({ days: 26 - now.toZonedDateTimeISO("UTC").dayOfWeek })
    .toPlainDateTime({ hour: 11 })
    .toZonedDateTime("Europe/Brussels")
    .toInstant();
  const input = { start, end: start.add({ hours: 1 }), people: 2, equipment: [] };
  const { items: free } = await findAvailability(learner, { ...input, page: 1 } as Parameters<
    typeof findAvailability
  >[1]);
  const { id } = await requestBooking(
    learner,
    { ...input, roomId: free[0]?.roomId ?? "", purpose: "" },
    crypto.randomUUID(),
  );
  expect((await myBookings(learner)).map((booking) => booking.id)).toContain(id);
  expect(await verifyAudit(db)).toMatchObject({ firstBroken: null });
}
