import { z } from "zod";
import { DomainError } from "#lib/platform/errors.ts";

export const DATASETS = ["person_lines", "table"] as const;

export type Dataset = (typeof DATASETS)[number];

const month = z
  .string()
  .regex(/^20\d\d-(0[1-9]|1[0-2])$/, { error: "research.not_a_month", abort: true })
  .transform((text) => Temporal.PlainYearMonth.from(text));

const LONGEST_MONTHS = 60;

type Months = { from: Temporal.PlainYearMonth; to: Temporal.PlainYearMonth };

/** How many months there are, both ends included. */
export function monthsIn({ from, to }: Months): number {
  return from.until(to).total({ unit: "months", relativeTo: from.toPlainDate({ day: 1 }) }) + 1;
}

const follow = ({ from, to }: Months) => Temporal.PlainYearMonth.compare(from, to) <= 0;
const ENDS_EARLY = { error: "research.ends_before_start", path: ["to"] };
const areFew = (months: Months) => monthsIn(months) <= LONGEST_MONTHS;
const TOO_LONG = { error: "research.too_long", path: ["to"] };

/** What a researcher wants to see: whole months, both included; no spaces named means all of them. */
export const releaseWish = z
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

/** Whose indicators: whole months, both included, of one space or of all the actor may see. */
export const indicatorWish = z
  .object({
    from: month,
    to: month,
    space: z
      .string()
      .max(120)
      .transform((slug) => slug || undefined)
      .optional(),
    people: z.enum(COUNTED_PEOPLE).default("all").catch("all"),
  })
  .refine(follow, ENDS_EARLY)
  .refine(areFew, TOO_LONG);

export type IndicatorWish = z.output<typeof indicatorWish>;

type Params = Record<string, string | string[] | undefined>;

/** The form of the indicators as an address carries it; without one, the last twelve months. */
export function indicatorForm(params: Params, now: Temporal.Instant) {
  const thisMonth = now.toZonedDateTimeISO("UTC").toPlainDate().toPlainYearMonth();
  const one = (name: string) => [params[name] ?? ""].flat()[0]?.slice(0, 130) ?? "";
  return {
    from: one("from") || thisMonth.subtract({ months: 11 }).toString(),
    to: one("to") || thisMonth.toString(),
    space: one("space"),
    people: one("people") === "newcomers" ? "newcomers" : "all",
  };
}

export type ReleaseWish = z.output<typeof releaseWish>;

export const releasePurpose = z
  .string()
  .trim()
  .min(10, "research.purpose_too_short")
  .max(500, "research.purpose_too_long");

export const releaseRequest = releaseWish.safeExtend({ purpose: releasePurpose });

/** An address that holds no id names no release. @throws DomainError not_found */
export function releaseId(text: string): string {
  const id = z.uuid().safeParse(text);
  if (!id.success) throw new DomainError("not_found", { code: "research.unknown" });
  return id.data;
}
