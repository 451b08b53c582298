import { z } from "zod";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { firstOf, type PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { readTypedMonth, writtenOr } from "#lib/foundation/platform/time/moments.ts";
import { type Months, monthsIn, nameOfPeriod, periodNamed, runningMonth } from "./periods.ts";

export const DATASETS = ["person_lines", "table"] as const;

export type Dataset = (typeof DATASETS)[number];

const month = z
  .string()
  .regex(/^20\d\d-(0[1-9]|1[0-2])$/, { error: "research.not_a_month", abort: true })
  .transform((text) => Temporal.PlainYearMonth.from(text));

const LONGEST_MONTHS = 60;

const follow = ({ from, to }: Months) => Temporal.PlainYearMonth.compare(from, to) <= 0;
const ENDS_EARLY = { error: "research.ends_before_start", path: ["to"] };
const areFew = (months: Months) => monthsIn(months) <= LONGEST_MONTHS;
const TOO_LONG = { error: "research.too_long", path: ["to"] };

/**
 * What a researcher wants to see: whole months, both included; no spaces named means all of them.
 */
export const releaseInput = z
  .object({
    dataset: z.enum(DATASETS, "research.unknown_dataset"),
    from: month,
    to: month,
    spaces: z.array(z.string().max(120)).max(400).default([]),
  })
  .refine(follow, ENDS_EARLY)
  .refine(areFew, TOO_LONG);

/** Every attendance, or only people for whom it was the first time. */
export const COUNTED_PEOPLE = ["all", "newcomers"] as const;

/** In the list of places: a region, or all of them. */
const REGION = /^region:(.*)$/;

/**
 * Whose indicators: whole months, both included. Of one space, or of all where the actor keeps the
 * sheets; or as everybody from outside may read them, of a region or of `all`.
 */
export const indicatorInput = z
  .object({
    from: month,
    to: month,
    space: z
      .string()
      .max(120)
      .transform((slug) => slug || undefined)
      .optional(),
    region: z.string().max(60).optional(),
    people: z.enum(COUNTED_PEOPLE).default("all"),
  })
  .refine(follow, ENDS_EARLY)
  .refine(areFew, TOO_LONG)
  .transform(({ space, region, ...input }) => {
    const named = space ? REGION.exec(space)?.[1] : undefined;
    return {
      ...input,
      space: named === undefined ? space : undefined,
      region: region || named || undefined,
    };
  });

export type IndicatorInput = Months & {
  people: (typeof COUNTED_PEOPLE)[number];
  space?: string | undefined;
  region?: string | undefined;
};

type Params = PageQuery;

/**
 * The form of the indicators as an address carries it. Without one: the last twelve months for who
 * keeps the sheets, and for everybody else a period.
 *
 * @param otherwise the name of that period, or `own` for who keeps the sheets
 */
export function indicatorForm(params: Params, now: Temporal.Instant, otherwise: string) {
  const one = (name: string) => firstOf(params[name]).slice(0, 130);
  const named = periodNamed(one("period"));
  const months = named ?? (otherwise === "own" ? lastTwelve(now) : periodNamed(otherwise));
  return {
    from: writtenOr(readTypedMonth, one("from")) || months?.from.toString() || "",
    to: writtenOr(readTypedMonth, one("to")) || months?.to.toString() || "",
    space: one("space"),
    people: one("people") === "newcomers" ? "newcomers" : "all",
  };
}

function lastTwelve(now: Temporal.Instant): Months {
  const to = runningMonth(now);
  return { from: to.subtract({ months: 11 }), to };
}

/** "2026-Q3" of the months in a form; empty where they are no such period. */
export function periodIn({ from, to }: { from: string; to: string }): string {
  const months = z.object({ from: month, to: month }).safeParse({ from, to });
  return months.success && follow(months.data) ? (nameOfPeriod(months.data) ?? "") : "";
}

/** Which part of the register of releases. */
export const registerQuery = z.object({
  page: z.coerce.number().int().min(1).max(1_000).default(1),
});

export type ReleaseInput = z.output<typeof releaseInput>;

export const releasePurpose = z
  .string()
  .trim()
  .min(10, "research.purpose_too_short")
  .max(500, "research.purpose_too_long");

export const releaseRequest = releaseInput.safeExtend({ purpose: releasePurpose });

/** An address that holds no id names no release. @throws DomainError not_found */
export function releaseId(text: string): string {
  const id = z.uuid().safeParse(text);
  if (!id.success) throw new DomainError("not_found", { code: "research.unknown" });
  return id.data;
}
