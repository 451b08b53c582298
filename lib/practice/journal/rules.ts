import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";
import type { Reason } from "#lib/foundation/platform/errors/errors.ts";

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
  /** When it happened; of a task that is still to be done, when that is to be. */
  day: string;
  words: string;
  isOpen: boolean;
  /** Why an alternative was refused. */
  reason: string;
  cents: number | null;
  quotedAs: string | null;
};

export type ReadEntry = Entry & {
  id: string;
  /** Of its words, where it is not that of the journal. */
  language: Locale | null;
};

/** Of a photo or a document as it is sent, and how many of them a journal has. */
export const FILE_MEGABYTES = 5;
export const MOST_FILES = 40;

export type JournalFile = {
  id: string;
  phase: PhaseKind;
  kind: "photo" | "document";
  words: string;
  visible: "team" | "public";
  bytes: number;
};

export type JournalSummary = {
  slug: string;
  language: Locale;
  title: string;
  summary: string;
  space: { slug: string; name: string; city: string; region: string };
};

export type Journal = JournalSummary & {
  id: string;
  /** The journal whose guide it was planned with, where everybody reads that one. */
  guide: { slug: string; title: string; language: Locale } | null;
  /** In the order of the way. */
  phases: Phase[];
  /** Those that everybody reads, the first first. */
  entries: ReadEntry[];
  files: JournalFile[];
};

export type WorkedOnEntry = ReadEntry & {
  agreedOn: string | null;
  visible: "team" | "public";
  revision: number;
};

export type OwnJournal = {
  slug: string;
  language: Locale;
  title: string;
  state: JournalState;
  spaceId: string;
  spaceName: string;
};

export type WorkedOnJournal = OwnJournal & {
  summary: string;
  revision: number;
  guide: Journal["guide"];
  phases: Phase[];
  /** Those for the team as well, the first first. */
  entries: WorkedOnEntry[];
  files: JournalFile[];
};

/** What a journal needs before everybody reads it, or null. */
export function missingFrom(phases: Phase[], publicEntries: number): Reason | null {
  if (phases.length === 0) return { code: "journal.needs_phase" };
  if (publicEntries === 0) return { code: "journal.needs_entry" };
  return null;
}

/** Whether those who can be recognised agreed to it today at the latest. */
export function isAgreedBy(agreedOn: string, now: Temporal.Instant): boolean {
  return agreedOn <= now.toZonedDateTimeISO(NETWORK_ZONE).toPlainDate().toString();
}

/**
 * Whether somebody's words come with what they are called and a day, not after today, on which they
 * agreed.
 */
export function hasAgreed(
  { quotedAs, agreedOn }: { quotedAs: string | null; agreedOn: string | null },
  now: Temporal.Instant,
): boolean {
  return quotedAs !== null && agreedOn !== null && isAgreedBy(agreedOn, now);
}

/** How a phase went, and what was planned of it where it did not go yet. */
function wentOrPlanned({
  plannedFrom,
  plannedTo,
  actualFrom,
  actualTo,
}: Phase): [from: string, to: string] {
  const from = actualFrom ?? plannedFrom;
  const to = actualTo ?? plannedTo;
  if (to < from) return [from, from];
  return [from, to];
}

/**
 * The plan of a place that begins on a day as a guide tells: each phase as long as it took there,
 * and each task as long after the beginning, none before it. How much money there is, only the
 * place itself knows.
 */
export function planFrom<E extends Entry>(
  { phases, entries }: { phases: Phase[]; entries: E[] },
  startsOn: string,
): { phases: Phase[]; tasks: E[] } {
  const first = phases.map((phase) => wentOrPlanned(phase)[0]).sort()[0] ?? startsOn;
  const start = Temporal.PlainDate.from(startsOn);
  const shifted = (day: string) =>
    start.add({ days: Math.max(0, Temporal.PlainDate.from(first).until(day).days) }).toString();
  return {
    phases: phases.map((phase) => {
      const [from, to] = wentOrPlanned(phase);
      return {
        kind: phase.kind,
        plannedFrom: shifted(from),
        plannedTo: shifted(to),
        actualFrom: null,
        actualTo: null,
        plannedCents: 0,
      };
    }),
    tasks: entries
      .filter(({ kind }) => kind === "task")
      .map((entry) => ({ ...entry, day: shifted(entry.day) })),
  };
}

export type Budget = { kind: PhaseKind; planned: number; spent: number };

/** What was planned and what was spent, phase by phase, in cents. */
export function budgetOf(phases: Phase[], entries: Entry[]): Budget[] {
  return phases.map(({ kind, plannedCents }) => ({
    kind,
    planned: plannedCents,
    spent: entries
      .filter(({ phase }) => phase === kind)
      .reduce((sum, { cents }) => sum + (cents ?? 0), 0),
  }));
}

/**
 * Days between the first and the last of all phases, and where each stands between them, from 0 to
 * 1.
 */
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
