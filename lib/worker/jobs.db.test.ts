import { sql } from "drizzle-orm";
import { expect } from "vitest";
import { counterDevices, readings } from "#db/schema/occupancy.ts";
import { visitAsides, visits } from "#db/schema/presence.ts";
import {
  JOB_TERMS,
  lastRuns,
  RETENTION_JOBS,
  runRetention,
} from "#lib/evidence/privacy/retention.ts";
import { TERM_NAMES } from "#lib/evidence/privacy/terms.ts";
import { DECLARED } from "#lib/evidence/privacy/words.ts";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { NOW, test } from "#testing/database.ts";
import { allJobs } from "./jobs.ts";

const jobsOfWorker = await allJobs();
const daysAgo = (days: number) => NOW.subtract({ hours: 24 * days });

test("raw counts go after 30 days, late scans after 60, and who visited after 24 months; what was done is noted", async ({
  ctx,
  given,
}) => {
  const { id: spaceId } = await given.space();
  const { personId } = await given.person();
  const [device] = await ctx.db
    .insert(counterDevices)
    .values({ spaceId, kind: "count", name: "Door", sensorId: "door", tokenHash: "hash" })
    .returning();
  const reading = (days: number) => ({
    deviceId: device!.id,
    key: String(days),
    spaceId,
    observedAt: daysAgo(days),
    count: 3,
  });
  await ctx.db.insert(readings).values([reading(31), reading(29)]);
  // Their hours are worked out already: only then a raw count has served.
  await ctx.db.execute(sql`delete from use_mark`);
  const visit = (days: number) => ({
    id: crypto.randomUUID(),
    spaceId,
    personId,
    arrivedAt: daysAgo(days),
    leftAt: daysAgo(days),
    source: "kiosk",
  });
  await ctx.db.insert(visits).values([visit(740), visit(700)]);
  const aside = (days: number) => ({
    id: crypto.randomUUID(),
    kind: "leave" as const,
    spaceId,
    personId,
    at: daysAgo(days),
    source: "kiosk",
    clockCorrected: false,
  });
  await ctx.db.insert(visitAsides).values([aside(61), aside(59)]);

  const forget = jobsOfWorker.retention;
  const done = { readings: 1, lateScans: 1 };
  expect(await forget(ctx.db, NOW)).toMatchObject(done);
  expect(await forget(ctx.db, NOW.add({ hours: 1 }))).toMatchObject({ readings: 0, lateScans: 0 });
  const privacy = jobsOfWorker.privacy;
  expect(await privacy(ctx.db, NOW)).toMatchObject({ "sessions.visitors": 1 });
  expect(await ctx.db.select({ key: readings.key }).from(readings)).toEqual([{ key: "29" }]);
  expect(await ctx.db.$count(visits)).toBe(2);
  expect(await ctx.db.$count(visits, sql`person_id is not null`)).toBe(1);
  expect(await ctx.db.$count(visitAsides)).toBe(1);
  const traces = (await lastRuns(ctx)).filter(({ job }) => job === "traces");
  expect(traces).toMatchObject([{ job: "traces", counts: { readings: 0 } }]);
});

test("everything that is counted as deleted has its words, and how long it was kept", async ({
  ctx,
}) => {
  const { counts, jobs, declaration } = MESSAGES.en.privacy;
  const forgotten = await jobsOfWorker.retention(ctx.db, NOW);
  const erased = await runRetention(ctx.db, NOW);
  const names = [
    ...Object.keys(forgotten),
    ...Object.keys(erased).map((name) => name.split(".")[1] ?? ""),
  ];
  expect(names.filter((name) => !(name in counts))).toEqual([]);
  expect(Object.keys(jobs).sort()).toEqual([...RETENTION_JOBS, "traces"].sort());
  expect(Object.keys(declaration.rows).sort()).toEqual([...DECLARED].sort());
  // Each term that is declared is one that a job works by, and each is told.
  const told = DECLARED.filter((kept) => kept !== "lines");
  expect([...new Set(Object.values(JOB_TERMS).flat())].sort()).toEqual([...TERM_NAMES].sort());
  expect(told.toSorted()).toEqual(TERM_NAMES.toSorted());
});
