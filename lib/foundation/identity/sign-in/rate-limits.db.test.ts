import { afterEach, beforeEach, expect, test } from "vitest";
import { NOW } from "#testing/database.ts";
import { type FreshDatabase, freshDatabase } from "#testing/postgres-database.ts";
import type { Context } from "../context.ts";
import { judged, limit, waitFor } from "./rate-limits.ts";

let database: FreshDatabase;
let ctx: Context;

beforeEach(async () => {
  database = await freshDatabase();
  ctx = { actor: { kind: "visitor" }, now: NOW, db: database.connect(50).db, requestId: "test" };
});
afterEach(() => database.drop());

const rule = { key: "code:lien@trivium.test:192.0.2.7", attempts: 5, windowMinutes: 15 };
const tooMany = { kind: "rate_limited", reason: { code: "identity.too_many", minutes: 15 } };

test("of fifty at once five pass", async () => {
  const tries = await Promise.allSettled(Array.from({ length: 50 }, () => limit(ctx, rule)));

  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
  const refusals = tries.filter((answer) => answer.status === "rejected");
  for (const { reason } of refusals) expect(reason).toMatchObject(tooMany);
});

test("a window ends, and keys do not share their count", async () => {
  for (let at = 0; at < 5; at += 1) await limit(ctx, rule);
  await expect(limit(ctx, rule)).rejects.toMatchObject(tooMany);
  await expect(
    limit(ctx, { ...rule, key: "code:lien@trivium.test:192.0.2.8" }),
  ).resolves.toBeUndefined();

  const later = { ...ctx, now: NOW.add({ minutes: 14, seconds: 30 }) };
  await expect(limit(later, rule)).rejects.toMatchObject({ reason: { minutes: 1 } });
  await expect(limit({ ...ctx, now: NOW.add({ minutes: 15 }) }, rule)).resolves.toBeUndefined();
});

test("a count survives what is refused afterwards", async () => {
  await limit(ctx, { ...rule, attempts: 2 });
  await ctx.db
    .transaction(async () => {
      await limit(ctx, { ...rule, attempts: 2 });
      throw new Error("refused");
    })
    .catch(() => {});

  await expect(limit(ctx, { ...rule, attempts: 2 })).rejects.toMatchObject(tooMany);
});

test("of fifty guesses at once no more are judged than one after another; what is right does not count", async () => {
  let guesses = 0;
  const guess = (isRight: boolean) =>
    judged(ctx, { own: [rule] }, async () => {
      guesses += 1;
      if (!isRight) throw new Error("wrong");
    });
  for (let at = 0; at < 20; at += 1) await guess(true);
  guesses = 0;
  await Promise.allSettled(Array.from({ length: 50 }, () => guess(false)));
  expect(guesses).toBe(5);
  await expect(guess(true)).rejects.toMatchObject(tooMany);
});

test("what strangers share slows everybody down, longer and longer, and refuses nobody", async () => {
  const shared = { key: "cards", free: 2, windowMinutes: 10, longestMs: 200 };
  expect([2, 3, 4, 5, 50].map((attempts) => waitFor(attempts, shared))).toEqual([
    0, 125, 200, 200, 200,
  ]);
  const guess = (block: string, isRight: boolean) =>
    judged(ctx, { own: [{ ...rule, key: block }], shared: [shared] }, async () => {
      if (!isRight) throw new Error("wrong");
      return "open";
    });
  for (let at = 0; at < 30; at += 1) await guess("192.0.2.7", false).catch(() => {});
  // Only the five that were judged count for others.
  const began = performance.now();
  await expect(guess("198.51.100.1", true)).resolves.toBe("open");
  expect(performance.now() - began).toBeGreaterThan(190);
});
