import { NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";
import type { Reason } from "#lib/foundation/platform/errors.ts";

/** The way of a place, in its order. */
export const PHASES = ["need", "partners", "design", "build", "opening", "evaluation"] as const;

export type PhaseKind = (typeof PHASES)[number];

export const ENTRY_KINDS = ["decision", "alternative", "cost", "words", "task", "note"] as const;

export type EntryKind = (typeof ENTRY_KINDS)[number];

export type JournalState = "draft" | "published" | "withdrawn";

export type Phase = {
  kind: PhaseKind;
  plannedFrom: string;
  plannedTo: string;
  actualFrom: string | null;
  actualTo: string | null;
  plannedCents: number;
};

export type Entry = {
  phase: PhaseKind;
  kind: EntryKind;
  day: string;
  words: string;
  /** Why an alternative was refused. */
  reason: string;
  cents: number | null;
  quotedAs: string | null;
};

/** What a journal needs before everybody reads it, or null. */
export function missingFrom(phases: Phase[], publicEntries: number): Reason | null {
  if (phases.length === 0) return { code: "journal.needs_phase" };
  if (publicEntries === 0) return { code: "journal.needs_entry" };
  return null;
}

/** Whether somebody's words come with what they are called and a day, not after today, on which they agreed. */
export function hasAgreed(
  { quotedAs, agreedOn }: { quotedAs: string | null; agreedOn: string | null },
  now: Temporal.Instant,
): boolean {
  const today = now.toZonedDateTimeISO(NETWORK_ZONE).toPlainDate().toString();
  return quotedAs !== null && agreedOn !== null && agreedOn <= today;
}

export type Budget = { kind: PhaseKind; planned: number; spent: number };

/** What was planned and what was spent, phase by phase, in cents. */
export function budgetOf(phases: Phase[], entries: Entry[]): Budget[] {
  return phases.map(({ kind, plannedCents }) => ({
    kind,
    planned: plannedCents,
    spent: entries.filter(({ phase }) => phase === kind).reduce((sum, { cents }) => sum + (cents ?? 0), 0),
  }));
}

/** Days between the first and the last of all phases, and where each stands between them, from 0 to 1. */
export function timelineOf(phases: Phase[]) {
  const days = phases
    .flatMap(({ plannedFrom, plannedTo, actualFrom, actualTo }) => [
      plannedFrom,
      plannedTo,
      actualFrom,
      actualTo,
    ])
    .filter((day) => day !== null)
    .sort();
  const first = Temporal.PlainDate.from(days[0] ?? "2000-01-01");
  const since = (day: string) => first.until(day, { largestUnit: "days" }).days;
  const length = since(days.at(-1) ?? "2000-01-01") + 1;
  /** A bar includes its last day. A phase that goes on lasts until the last day that is known. */
  const bar = (from: string, to: string | null) => ({
    from: since(from) / length,
    to: ((to === null ? length - 1 : since(to)) + 1) / length,
  });
  return phases.map(({ kind, plannedFrom, plannedTo, actualFrom, actualTo }) => ({
    kind,
    planned: bar(plannedFrom, plannedTo),
    actual: actualFrom === null ? null : bar(actualFrom, actualTo),
  }));
}
