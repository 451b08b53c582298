import { NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";

/** A sheet may be filled in and corrected for so long after the end of what it is part of. */
export const OPEN_DAYS = 30;

const QUARTER_MONTHS = 3;
const YEAR_MONTHS = 12;

export type Months = { from: Temporal.PlainYearMonth; to: Temporal.PlainYearMonth };

/** How many months there are, both ends included. */
export function monthsIn({ from, to }: Months): number {
  return from.until(to).total({ unit: "months", relativeTo: from.toPlainDate({ day: 1 }) }) + 1;
}

/** Whether the month ended thirty days ago: from then on outsiders may read what it holds. */
export function isClosed(month: Temporal.PlainYearMonth, now: Temporal.Instant): boolean {
  const opens = month.add({ months: 1 }).toPlainDate({ day: 1 }).add({ days: OPEN_DAYS });
  return Temporal.PlainDate.compare(opens, now.toZonedDateTimeISO(NETWORK_ZONE).toPlainDate()) <= 0;
}

/** The month that it is, on the clock of the network. */
export function runningMonth(now: Temporal.Instant): Temporal.PlainYearMonth {
  return now.toZonedDateTimeISO(NETWORK_ZONE).toPlainDate().toPlainYearMonth();
}

/**
 * The quarters of a whole quarter or calendar year that is closed, by their first months.
 * @throws DomainError invalid for other months, and for months that are not closed
 */
export function closedQuarters(
  { from, to }: Months,
  now: Temporal.Instant,
): Temporal.PlainYearMonth[] {
  const months = monthsIn({ from, to });
  const isQuarter = months === QUARTER_MONTHS && (from.month - 1) % QUARTER_MONTHS === 0;
  const isYear = months === YEAR_MONTHS && from.month === 1;
  if (!isQuarter && !isYear) throw new DomainError("invalid", { code: "research.whole_periods" });
  if (!isClosed(to, now))
    throw new DomainError("invalid", { code: "research.not_closed", days: OPEN_DAYS });
  return Array.from({ length: months / QUARTER_MONTHS }, (_, at) =>
    from.add({ months: at * QUARTER_MONTHS }),
  );
}

/** A period in a list: "2026-Q3" or "2025". */
export type Period = Months & { name: string };

const YEARS_LISTED = 3;

/** The quarters and years that are closed, newest first. */
export function closedPeriods(now: Temporal.Instant): Period[] {
  const { year } = now.toZonedDateTimeISO(NETWORK_ZONE);
  return Array.from({ length: YEARS_LISTED + 1 }, (_, back) => year - back)
    .flatMap((listed) => [`${listed}`, ...[4, 3, 2, 1].map((quarter) => `${listed}-Q${quarter}`)])
    .flatMap((name) => {
      const months = periodNamed(name);
      return months && isClosed(months.to, now) ? [{ name, ...months }] : [];
    });
}

/** The months of "2026-Q3" or "2025"; null where it is neither. */
export function periodNamed(name: string): Months | null {
  const [, year = "", quarter] = /^(20\d\d)(?:-Q([1-4]))?$/.exec(name) ?? [];
  if (!year) return null;
  const first = quarter ? (Number(quarter) - 1) * QUARTER_MONTHS + 1 : 1;
  const from = Temporal.PlainYearMonth.from({ year: Number(year), month: first });
  return { from, to: from.add({ months: (quarter ? QUARTER_MONTHS : YEAR_MONTHS) - 1 }) };
}

/** The other way round; null for months that are no quarter or year. */
export function nameOfPeriod({ from, to }: Months): string | null {
  const name = monthsIn({ from, to }) === YEAR_MONTHS ? `${from.year}` : quarterName(from);
  const months = periodNamed(name);
  return months?.from.equals(from) && months.to.equals(to) ? name : null;
}

export function quarterName(first: Temporal.PlainYearMonth): string {
  return `${first.year}-Q${Math.ceil(first.month / QUARTER_MONTHS)}`;
}
