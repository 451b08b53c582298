import { afterEach, beforeEach, expect, test } from "vitest";
import { NOW } from "#lib/fixtures/database.ts";
import { type FreshDatabase, freshDatabase } from "#lib/fixtures/postgres-database.ts";
import type { Context } from "./context.ts";
import { limit, refuseWhenReached } from "./rate-limits.ts";

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
  await expect(limit(ctx, { ...rule, key: "code:lien@trivium.test:192.0.2.8" })).resolves.toBeUndefined();

  const later = { ...ctx, now: NOW.add({ minutes: 14, seconds: 30 }) };
  await expect(limit(later, rule)).rejects.toMatchObject({ reason: { minutes: 1 } });
  await expect(limit({ ...ctx, now: NOW.add({ minutes: 15 }) }, rule)).resolves.toBeUndefined();
});

test("a count survives what is refused afterwards, and asking for it counts nothing", async () => {
  await limit(ctx, { ...rule, attempts: 2 });
  await ctx.db
    .transaction(async () => {
      await limit(ctx, { ...rule, attempts: 2 });
      throw new Error("refused");
    })
    .catch(() => {});

  await expect(refuseWhenReached(ctx, { ...rule, attempts: 3 })).resolves.toBeUndefined();
  await expect(refuseWhenReached(ctx, { ...rule, attempts: 2 })).rejects.toMatchObject(tooMany);
  await expect(limit(ctx, { ...rule, attempts: 2 })).rejects.toMatchObject(tooMany);
});
