import { sql } from "drizzle-orm";
import { expect } from "vitest";
import { revokeCredential } from "#lib/learning/badges/credentials/commands.ts";
import { test } from "#testing/database.ts";
import { earnBadges } from "#testing/earned.ts";
import { badgeFigures, publishBadgeFigures } from "./badge-figures.ts";

const EARNED_AT = Temporal.Instant.from("2026-02-10T10:00:00Z");
const CLOSED_AT = Temporal.Instant.from("2026-05-02T06:20:00Z");

test("a quarter is published when it is closed, once, rounded down, and stays", async ({
  ctx,
  given,
}) => {
  const { id, signed, admin } = await earnBadges({ ...ctx, now: EARNED_AT }, given, 12);
  await publishBadgeFigures(ctx.db, Temporal.Instant.from("2026-04-29T06:20:00Z"));
  expect((await badgeFigures(ctx, id)).quarters.map(({ name }) => name)).not.toContain("2026-Q1");

  await publishBadgeFigures(ctx.db, CLOSED_AT);
  const { regions, quarters } = await badgeFigures(ctx, id);
  expect(quarters).toHaveLength(4);
  expect(quarters[0]).toEqual({ name: "2026-Q1", people: regions.map(() => 10) });
  expect(quarters[1]?.people).toEqual(regions.map(() => null));

  for (const badge of signed.slice(0, 5)) await revokeCredential(admin, badge, "Given by mistake");
  expect(await publishBadgeFigures(ctx.db, CLOSED_AT)).toEqual({ published: 0 });
  expect((await badgeFigures(ctx, id)).quarters[0]?.people).toEqual(regions.map(() => 10));
  const change = ctx.db.transaction((db) =>
    db.execute(sql`update published_badges set figures = '{}'`),
  );
  await expect(change).rejects.toThrow();
});

test("nine people are as nobody, and who was withdrawn does not count", async ({ ctx, given }) => {
  const { id, signed, admin } = await earnBadges({ ...ctx, now: EARNED_AT }, given, 10);
  await revokeCredential(admin, signed[0] ?? "", "Given by mistake");
  await publishBadgeFigures(ctx.db, CLOSED_AT);
  const { rows } = await ctx.db.execute(sql`select from published_badges where figures <> '{}'`);
  expect(rows).toHaveLength(0);
  expect((await badgeFigures(ctx, id)).quarters[0]?.people.every((figure) => figure === null)).toBe(
    true,
  );
});
