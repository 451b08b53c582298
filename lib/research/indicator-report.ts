import { stringify } from "csv-stringify/sync";
import { sql } from "drizzle-orm";
import type { Context } from "#lib/identity/context.ts";
import { authorise, can } from "#lib/identity/policy.ts";
import { DomainError } from "#lib/platform/errors.ts";
import { findSpace, spacesWhere } from "#lib/spaces/queries.ts";
import { WITHHELD } from "./anonymity.ts";
import { answersByGender } from "./heads.ts";
import { GENDERS, type Line, protectedReport, type Report, reportOf } from "./indicators.ts";
import { type IndicatorWish, monthsIn } from "./schema.ts";

export type IndicatorReport = Report<number | null> & {
  /** For somebody from outside: rounded down, small counts left out. */
  isProtected: boolean;
};

/**
 * The common indicators of ESF+ for whole months, in one space or in all that the actor may see. Whoever works in every
 * space of it sees the counts as they are; a researcher sees them rounded down.
 *
 * @throws DomainError not_found, forbidden, or invalid when the months are too few to be seen from outside
 * @see docs/decisions/0013-tallies-stay-counts.md
 */
export async function indicatorReport(ctx: Context, wish: IndicatorWish): Promise<IndicatorReport> {
  authorise(ctx.actor, "indicators.read");
  const spaces = await spacesOf(ctx, wish.space);
  const worksThere = spaces.every(({ id }) => can(ctx.actor, "attendance.take", { spaceId: id }));
  if (!worksThere && monthsIn(wish) < FEWEST_MONTHS)
    throw new DomainError("invalid", { code: "research.too_few_months", months: FEWEST_MONTHS });
  const report = await ctx.db.transaction(async (db) => {
    await db.execute(sql`set transaction read only`);
    return reportOf(
      await answersByGender(
        db,
        { ...wish, spaces: spaces.map(({ slug }) => slug) },
        { newcomersOnly: wish.people === "newcomers" },
      ),
    );
  });
  return worksThere ? { ...report, isProtected: false } : { ...protectedReport(report), isProtected: true };
}

/** A single month from outside could be laid beside a released table of that month. */
const FEWEST_MONTHS = 3;

async function spacesOf(ctx: Context, slug: string | undefined) {
  const mine = await spacesWhere(ctx, "indicators.read");
  if (!slug) {
    if (mine.length === 0) throw new DomainError("forbidden", { code: "identity.not_allowed" });
    return mine;
  }
  const space = await findSpace(ctx, slug);
  if (!space) throw new DomainError("not_found", { code: "spaces.unknown" });
  authorise(ctx.actor, "indicators.read", { spaceId: space.id });
  return [space];
}

/** Every count of the report, one a row. `withheld` is a count of 0 to 4 that the reader may not see. */
export function csvOfIndicators({ everybody, indicators, unanswered }: IndicatorReport): string {
  const lines: [string, string, string, Line<number | null>][] = [
    ["EECO01", "all", "all", everybody],
    ...indicators.map((line): [string, string, string, Line<number | null>] => [
      line.code,
      line.question,
      "counted",
      line,
    ]),
    ...unanswered.map((line): [string, string, string, Line<number | null>] => [
      "",
      line.question,
      line.state,
      line,
    ]),
  ];
  const rows = lines.flatMap(([indicator, question, answer, { byGender, total }]) => [
    ...GENDERS.map((gender) => [indicator, question, answer, gender, byGender[gender] ?? WITHHELD]),
    [indicator, question, answer, "all", total ?? WITHHELD],
  ]);
  return stringify([["indicator", "question", "answer", "gender", "people"], ...rows]);
}
