import { stringify } from "csv-stringify/sync";
import { sql } from "drizzle-orm";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authorise, can } from "#lib/foundation/identity/permission/policy.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { ANSWER_STATES } from "#lib/learning/attendance/traits.ts";
import { findSpace, spacesWhere } from "#lib/places/spaces/queries.ts";
import { WITHHELD } from "./anonymity.ts";
import { answersByGender } from "./attendees.ts";
import { cellName, type Figures, stateRow, sumOfShown } from "./disclosure.ts";
import {
  type ByGender,
  GENDERS,
  INDICATORS,
  type Line,
  QUESTIONS,
  type Report,
  reportOf,
} from "./indicators.ts";
import { closedQuarters } from "./periods.ts";
import { type BlockState, type PublishedBlock, publishedCells, regionsNamed } from "./published.ts";
import type { IndicatorInput } from "./schema.ts";

export type IndicatorReport = Report<number | null> & {
  /** For somebody from outside: published figures, small counts left out. */
  isProtected: boolean;
  /** Quarters and regions that are not in it, and why. */
  missing: Missing[];
  /** Whether anything of it is published; of one's own spaces there is always something. */
  isPublished: boolean;
};

export type Missing = { quarter: string; region: string; state: Exclude<BlockState, "published"> };

/**
 * The common indicators of ESF+. Who keeps the sheets of a space sees its counts as they are, for
 * any months. Everybody else reads published figures: a whole quarter or year that is closed, of a
 * region or the whole network, never of one space. Reading publishes nothing: that is done by
 * making a file of figures.
 *
 * @throws DomainError not_found, forbidden, or invalid for what outsiders may not ask
 * @see docs/decisions/0015-figures-of-closed-quarters.md
 */
export async function indicatorReport(
  ctx: Context,
  input: IndicatorInput,
): Promise<IndicatorReport> {
  authorise(ctx.actor, "indicators.read");
  if (input.region) return publishedReport(ctx, input);
  const spaces = await spacesOf(ctx, input.space);
  if (spaces.every(({ id }) => keepsSheetsOf(ctx, id))) return ownReport(ctx, input, spaces);
  if (input.space) throw new DomainError("invalid", { code: "research.no_single_space" });
  return publishedReport(ctx, input);
}

/** Whether the actor keeps the sheets of every space whose indicators they may ask. */
export async function keepsAllSheets(ctx: Context): Promise<boolean> {
  return (await spacesWhere(ctx, "indicators.read")).every(({ id }) => keepsSheetsOf(ctx, id));
}

function keepsSheetsOf({ actor }: Context, spaceId: string): boolean {
  return can(actor, "attendance.take", { spaceId });
}

async function ownReport(
  ctx: Context,
  input: IndicatorInput,
  spaces: { slug: string }[],
): Promise<IndicatorReport> {
  const report = await ctx.db.transaction(async (db) => {
    await db.execute(sql`set transaction read only`);
    return reportOf(
      await answersByGender(
        db,
        { from: input.from, to: input.to, spaces: spaces.map(({ slug }) => slug) },
        { newcomersOnly: input.people === "newcomers" },
      ),
    );
  });
  return { ...report, isProtected: false, missing: [], isPublished: true };
}

/** Every region there is. */
const EVERYWHERE = "all";

async function publishedReport(
  ctx: Context,
  { region, people, ...months }: IndicatorInput,
): Promise<IndicatorReport> {
  if (people === "newcomers") throw new DomainError("invalid", { code: "research.only_all" });
  const quarters = closedQuarters(months, ctx.now);
  const regions = await regionsNamed(ctx, region === EVERYWHERE ? undefined : region);
  const blocks = await publishedCells(ctx, quarters, regions);
  return {
    ...reportOfFigures(blocks.flatMap(({ cells }) => (cells ? [cells.report] : []))),
    isProtected: true,
    missing: missingOf(blocks),
    isPublished: blocks.some(({ cells }) => cells !== null),
  };
}

export function missingOf(blocks: PublishedBlock[]): Missing[] {
  return blocks.flatMap(({ quarter, region, state }) =>
    state === "published" ? [] : [{ quarter, region, state }],
  );
}

/**
 * The report as the sum of what blocks show: whatever larger it is asked for, it says no more than
 * they do.
 */
export function reportOfFigures(blocks: Figures[]): Report<number | null> {
  const line = (row: string): Line<number | null> => {
    const byGender = Object.fromEntries(
      GENDERS.map((gender) => [
        gender,
        sumOfShown(blocks.map((figures) => figures[cellName(row, gender)])),
      ]),
    ) as ByGender<number | null>;
    return { byGender, total: sumOfShown(Object.values(byGender)) };
  };
  return {
    everybody: line("EECO01"),
    indicators: INDICATORS.map(({ code, question }) => ({ code, question, ...line(code) })),
    unanswered: QUESTIONS.flatMap((question) =>
      ANSWER_STATES.map((state) => ({ question, state, ...line(stateRow(question, state)) })),
    ),
  };
}

async function spacesOf(ctx: Context, slug: string | undefined) {
  const own = await spacesWhere(ctx, "indicators.read");
  if (!slug) {
    if (own.length === 0) throw new DomainError("forbidden", { code: "identity.not_allowed" });
    return own;
  }
  const space = await findSpace(ctx, slug);
  if (!space) throw new DomainError("not_found", { code: "spaces.unknown" });
  authorise(ctx.actor, "indicators.read", { spaceId: space.id });
  return [space];
}

const NOT_PUBLISHED = "not_published";

/**
 * Every count of the report, one a row. `withheld` is a count that the reader may not see,
 * `not_published` one that nobody may yet.
 */
export function csvOfIndicators({
  everybody,
  indicators,
  unanswered,
  isPublished,
}: IndicatorReport): string {
  const unshown = isPublished ? WITHHELD : NOT_PUBLISHED;
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
    ...GENDERS.map((gender) => [indicator, question, answer, gender, byGender[gender] ?? unshown]),
    [indicator, question, answer, "all", total ?? unshown],
  ]);
  return stringify([["indicator", "question", "answer", "gender", "people"], ...rows]);
}
