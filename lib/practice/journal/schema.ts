import { z } from "zod";
import { LOCALES } from "#lib/foundation/i18n/locales.ts";
import { moneyField } from "#lib/foundation/platform/forms/money.ts";
import { typedDayText } from "#lib/foundation/platform/time/moments.ts";
import { ENTRY_KINDS, PHASES } from "./rules.ts";

/** The most characters of each text. */
export const TEXTS = {
  title: 90,
  summary: 500,
  words: 1_000,
  reason: 500,
  quotedAs: 80,
  file: 200,
} as const;

export const AUDIENCES = ["team", "public"] as const;

/** How far a task is. */
export const PROGRESS = ["done", "open"] as const;

const slug = z.string().max(80);

const text = (most: number) => z.string().trim().max(most, "journal.too_long").default("");

const needed = (most: number, error: string) =>
  z.string(error).trim().min(1, error).max(most, "journal.too_long");

const day = z
  .union([z.literal("").transform(() => null), typedDayText("journal.day")], {
    error: "journal.day",
  })
  .default(null);

const revision = z.coerce.number().int().positive();

const journalWords = {
  title: needed(TEXTS.title, "journal.needs_title"),
  summary: needed(TEXTS.summary, "journal.needs_summary"),
};

export const newJournal = z
  .object({
    space: z.string().max(120),
    language: z.enum(LOCALES),
    ...journalWords,
    /** The journal whose guide gives the plan; none is empty. */
    guide: slug.default(""),
    startsOn: day,
  })
  .refine(({ guide, startsOn }) => guide === "" || startsOn !== null, {
    error: "journal.day",
    path: ["startsOn"],
  });

export const renamedJournal = z.object({ slug, revision, ...journalWords });

export const phaseForm = z
  .object({
    slug,
    kind: z.enum(PHASES, "journal.unknown_phase"),
    plannedFrom: typedDayText("journal.day"),
    plannedTo: typedDayText("journal.day"),
    actualFrom: day,
    actualTo: day,
    plannedCents: moneyField("journal.amount").transform((cents) => cents ?? 0),
  })
  .refine(({ plannedFrom, plannedTo }) => plannedFrom <= plannedTo, {
    error: "journal.ends_early",
    path: ["plannedTo"],
  })
  .refine(({ actualFrom, actualTo }) => actualTo === null || actualFrom !== null, {
    error: "journal.ends_unbegun",
    path: ["actualFrom"],
  })
  .refine(
    ({ actualFrom, actualTo }) =>
      actualFrom === null || actualTo === null || actualFrom <= actualTo,
    {
      error: "journal.ends_early",
      path: ["actualTo"],
    },
  );

/** What happened on a day. Each kind has fields of its own; those of another kind are left out. */
export const entryForm = z
  .object({
    slug,
    phase: z.enum(PHASES, "journal.unknown_phase"),
    kind: z.enum(ENTRY_KINDS),
    day: typedDayText("journal.day"),
    words: needed(TEXTS.words, "journal.needs_words"),
    reason: text(TEXTS.reason),
    cents: moneyField("journal.amount"),
    quotedAs: text(TEXTS.quotedAs),
    agreedOn: day,
    visible: z.enum(AUDIENCES, "journal.needs_audience"),
    progress: z.enum(PROGRESS).default("done"),
  })
  .refine(({ kind, reason }) => kind !== "alternative" || reason !== "", {
    error: "journal.needs_reason",
    path: ["reason"],
  })
  .refine(({ kind, cents }) => kind !== "cost" || cents !== null, {
    error: "journal.amount",
    path: ["cents"],
  })
  .refine(({ kind, quotedAs }) => kind !== "words" || quotedAs !== "", {
    error: "journal.not_agreed",
    path: ["quotedAs"],
  })
  .refine(({ kind, agreedOn }) => kind !== "words" || agreedOn !== null, {
    error: "journal.not_agreed",
    path: ["agreedOn"],
  })
  .transform(({ reason, cents, quotedAs, agreedOn, progress, ...entry }) => ({
    ...entry,
    isOpen: entry.kind === "task" && progress === "open",
    reason: entry.kind === "alternative" ? reason : "",
    cents: entry.kind === "cost" ? cents : null,
    quotedAs: entry.kind === "words" ? quotedAs : null,
    agreedOn: entry.kind === "words" ? agreedOn : null,
  }));

export const changedEntryForm = entryForm.and(z.object({ id: z.uuid(), revision }));

export const phaseKind = z.object({ slug, kind: z.enum(PHASES, "journal.unknown_phase") });
export const journalSlug = z.object({ slug });
export const entryId = z.object({ slug, id: z.uuid() });

/** Whether people can be recognised in a photo or a document: nobody, or those who agreed. */
export const RECOGNISED = ["nobody", "agreed"] as const;

const fileFields = z.object({
  phase: z.enum(PHASES, "journal.unknown_phase"),
  words: needed(TEXTS.file, "journal.needs_description"),
  recognised: z.enum(RECOGNISED, "journal.needs_recognised"),
  agreedOn: day,
  visible: z.enum(AUDIENCES, "journal.needs_audience"),
});

export const FILE_FIELDS = Object.keys(fileFields.shape);

/** A file with what is said of it, as a form sends them. */
export const fileUpload = fileFields.extend({ file: z.file() });

/** What is said of a photo or a document. */
export const fileForm = fileFields
  .refine(({ recognised, agreedOn }) => recognised === "nobody" || agreedOn !== null, {
    error: "journal.needs_recognised",
    path: ["agreedOn"],
  })
  .transform(({ recognised, agreedOn, ...file }) => ({
    ...file,
    agreedOn: recognised === "agreed" ? agreedOn : null,
  }));

export type FileWords = z.output<typeof fileForm>;

export const fileSize = z.object({ size: z.enum(["small", "large"]).default("large") });
