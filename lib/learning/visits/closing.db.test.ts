import { eq } from "drizzle-orm";
import { expect } from "vitest";
import { openings, spaces } from "#db/schema/spaces.ts";
import { refreshSpace } from "#lib/places/spaces/openings.ts";
import { test } from "#testing/database.ts";
import { closingAfter } from "./closing.ts";

const wall = (text: string) =>
  Temporal.PlainDateTime.from(text).toZonedDateTime("Europe/Brussels").toInstant();

test.for([
  ["by day", "Mo-Su 09:00-18:00", "2026-03-03T10:00", "2026-03-03T18:00"],
  ["after closing", "Mo-Su 09:00-18:00", "2026-03-03T19:00", "2026-03-04T00:00"],
  ["in an evening over midnight", "Mo-Su 18:00-02:00", "2026-03-03T23:30", "2026-03-04T02:00"],
  ["after midnight of that evening", "Mo-Su 18:00-02:00", "2026-03-04T00:30", "2026-03-04T02:00"],
  ["day and night", "24/7", "2026-03-03T10:00", "2026-03-04T00:00"],
  ["day and night, over a clock change", "24/7", "2026-03-29T01:30", "2026-03-30T00:00"],
  [
    "from Monday to Friday without a break",
    "Mo-Fr 00:00-24:00",
    "2026-03-04T10:00",
    "2026-03-05T00:00",
  ],
] as const)(
  "whoever comes %s to a space open %s",
  async ([, openingHours, arrival, end], { ctx, given }) => {
    const space = await given.space({ openingHours });
    await ctx.db.delete(openings).where(eq(openings.spaceId, space.id));
    await refreshSpace(ctx.db, space.id, ctx.now);
    const [row] = await ctx.db.select().from(spaces).where(eq(spaces.id, space.id));
    expect((await closingAfter(ctx.db, row!, wall(arrival))).toString()).toBe(wall(end).toString());
  },
);
