import { z } from "zod";
import { DomainError } from "#lib/platform/errors.ts";

export const DATASETS = ["person_lines", "table"] as const;

export type Dataset = (typeof DATASETS)[number];

const month = z
  .string()
  .regex(/^20\d\d-(0[1-9]|1[0-2])$/, { error: "research.not_a_month", abort: true })
  .transform((text) => Temporal.PlainYearMonth.from(text));

const LONGEST_MONTHS = 60;

/** What a researcher wants to see: whole months, both included; no spaces named means all of them. */
export const releaseWish = z
  .object({
    dataset: z.enum(DATASETS, "research.unknown_dataset"),
    from: month,
    to: month,
    spaces: z.array(z.string().max(120)).max(400).default([]),
  })
  .refine(({ from, to }) => Temporal.PlainYearMonth.compare(from, to) <= 0, {
    error: "research.ends_before_start",
    path: ["to"],
  })
  .refine(
    ({ from, to }) =>
      from.until(to).total({ unit: "months", relativeTo: from.toPlainDate({ day: 1 }) }) < LONGEST_MONTHS,
    {
      error: "research.too_long",
      path: ["to"],
    },
  );

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
