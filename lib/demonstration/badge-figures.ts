import { publishedBadges } from "#db/schema/research.ts";
import { closedPeriods, quarterName } from "#lib/evidence/research/periods.ts";
import { networkRegions } from "#lib/evidence/research/published.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { listBadges } from "#lib/learning/badges/classes/queries.ts";

/**
 * How many invented people earned what in each of the last quarters, the newest first; by the order
 * of the regions.
 */
const EARNED: Record<string, (number | null)[][]> = {
  "first-steps": [
    [20, 40, 10],
    [30, 30, null],
    [10, 20, null],
  ],
  repair: [
    [null, 20, 10],
    [null, 10, null],
    [null, null, null],
  ],
};
const QUARTERS = 3;

/**
 * Figures of badges as they were published, of quarters whose people have left since. Invented, as
 * everything here.
 */
export async function seedBadgeFigures(ctx: Context): Promise<void> {
  const quarters = closedPeriods(ctx.now).filter(({ name, from }) => name === quarterName(from));
  const regions = await networkRegions(ctx);
  const badges = await listBadges(ctx);
  await ctx.db.insert(publishedBadges).values(
    quarters.slice(0, QUARTERS).flatMap(({ from }, back) =>
      regions.map((region, at) => ({
        quarter: from.toPlainDate({ day: 1 }).toString(),
        region,
        figures: Object.fromEntries(
          badges.flatMap(({ id, slug }) => {
            const people = EARNED[slug]?.[back]?.[at] ?? null;
            return people === null ? [] : [[id, people]];
          }),
        ),
        frozenAt: ctx.now,
      })),
    ),
  );
}
