import { eq } from "drizzle-orm";
import { expect } from "vitest";
import { openings } from "#db/schema/spaces.ts";
import { test } from "#lib/fixtures/database.ts";
import { refreshOpenings } from "./openings.ts";
import { listSpaces } from "./queries.ts";

test("one space whose hours cannot be read is closed; the others open", async ({ ctx, given }) => {
  const broken = await given.space({ name: "A", openingHours: "nonsense" });
  const other = await given.space({ name: "B", openingHours: "Mo-Su 08:00-12:00; PH off" });

  await refreshOpenings(ctx.db, ctx.now);

  expect(await ctx.db.$count(openings, eq(openings.spaceId, broken.id))).toBe(0);
  expect(await ctx.db.$count(openings, eq(openings.spaceId, other.id))).toBeGreaterThan(150);
});

test("openings are worked out anew, not added to", async ({ ctx, given }) => {
  const { id } = await given.space();
  await refreshOpenings(ctx.db, ctx.now);
  const once = await ctx.db.$count(openings, eq(openings.spaceId, id));
  await refreshOpenings(ctx.db, ctx.now);
  expect(await ctx.db.$count(openings, eq(openings.spaceId, id))).toBe(once);
});

test("a space is listed once, however its openings overlap; words with % find only themselves", async ({
  ctx,
  given,
}) => {
  const space = await given.space({ name: "100% Leren", openingHours: "24/7" });
  const during = { start: ctx.now.subtract({ hours: 1 }), end: ctx.now.add({ hours: 1 }) };
  await ctx.db.insert(openings).values([
    { spaceId: space.id, during },
    { spaceId: space.id, during },
  ]);

  const { items, total } = await listSpaces(ctx, { q: "0%" });

  expect(items.map(({ slug }) => slug)).toEqual([space.slug]);
  expect(total).toBe(1);
  expect((await listSpaces(ctx, { q: "1%L" })).total).toBe(0);
});
