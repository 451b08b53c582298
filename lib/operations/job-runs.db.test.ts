import { sql } from "drizzle-orm";
import { expect } from "vitest";
import { connect } from "#db/client.ts";
import { jobRuns } from "#db/schema/operations.ts";
import { test } from "#testing/database.ts";
import { introduceJobs, runLoop, runNoted } from "./job-runs.ts";
import { missedJobs } from "./job-states.ts";
import { TURNS } from "./schedule.ts";

test("every job is known before its first turn, and once", async ({ ctx: { db } }) => {
  await introduceJobs(db);
  await introduceJobs(db);
  const rows = await db.select().from(jobRuns);
  expect(rows.map(({ name }) => name).toSorted()).toEqual(Object.keys(TURNS).toSorted());
  expect(rows.every(({ succeededAt, failedAt }) => succeededAt === null && failedAt === null)).toBe(
    true,
  );
});

test("a job that goes well, fails twice and goes well again leaves when, how often and why", async ({
  ctx: { db },
}) => {
  const row = async () => (await db.select().from(jobRuns).where(sql`name = 'use'`))[0];
  await runNoted(db, "use", async () => ({ hours: 2 }));
  expect(await row()).toMatchObject({
    succeeded: 1,
    failed: 0,
    failedAt: null,
    tookMs: expect.any(Number),
  });

  const broken = () =>
    runNoted(db, "use", () =>
      db.transaction(async (tx) => {
        await tx.execute(sql`select ${"Noor Peeters"}::uuid`);
        return {};
      }),
    );
  const fault = "invalid input syntax for type uuid: … (22P02)";
  await expect(broken()).rejects.toThrow(fault);
  // What pg-boss keeps of a job that failed is the error it is handed.
  await expect(broken()).rejects.not.toThrow("Noor");
  expect(await row()).toMatchObject({ succeeded: 1, failed: 2, failedInARow: 2, fault });
  expect((await row())?.failedAt).not.toBeNull();

  await runNoted(db, "use", async () => ({}));
  expect(await row()).toMatchObject({ succeeded: 2, failed: 2, failedInARow: 0 });
});

test("a turn that went by while no worker ran is one to make up for, until it was made up for", async ({
  ctx: { db },
}) => {
  const now = Temporal.Instant.from("2026-11-28T12:00:00Z");
  const hoursAgo = (hours: number) => now.subtract({ hours });
  const known = (
    name: string,
    knownSince: Temporal.Instant,
    succeededAt: Temporal.Instant | null,
  ) => ({
    name,
    knownSince,
    succeededAt,
  });
  await db
    .insert(jobRuns)
    .values([
      known("retention", hoursAgo(72), hoursAgo(33)),
      known("use", hoursAgo(72), hoursAgo(1)),
      known("sealing", now.subtract({ minutes: 5 }), null),
      known("letters", hoursAgo(72), hoursAgo(72)),
    ]);
  expect((await missedJobs(db, now)).toSorted()).toEqual(["retention", "use"]);
  await db.update(jobRuns).set({ succeededAt: now });
  expect(await missedJobs(db, now)).toEqual([]);
});

test("a loop goes on after a turn that throws, and both are noted", async ({ ctx: { db } }) => {
  const stop = new AbortController();
  const seen: string[] = [];
  await runLoop(
    db,
    { name: "letters", idleMs: 5, stop: stop.signal, afterFaultMs: 5 },
    async () => {
      seen.push(seen.length === 1 ? "throws" : "well");
      if (seen.length === 4) stop.abort();
      if (seen.length === 2) throw new Error("no route to mail.example");
      return seen.length < 2;
    },
  );
  expect(seen).toEqual(["well", "throws", "well", "well"]);
  const [row] = await db.select().from(jobRuns).where(sql`name = 'letters'`);
  // Noted at the first turn and at the first after the fault, not at each.
  expect(row).toMatchObject({
    succeeded: 2,
    failed: 1,
    failedInARow: 0,
    fault: "no route to mail.example",
  });
});

test("a job that runs while the database keeps no note of it ends as it ended", async ({
  serverUrl,
}) => {
  const { db, close } = connect(serverUrl);
  await close();
  await expect(runNoted(db, "use", async () => ({}))).resolves.toBeUndefined();
  await expect(runNoted(db, "use", () => Promise.reject(new Error("full")))).rejects.toThrow(
    "full",
  );
});
