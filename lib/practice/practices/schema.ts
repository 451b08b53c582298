import { z } from "zod";
import { LOCALES } from "#lib/foundation/i18n/locales.ts";
import { moneyField } from "#lib/foundation/platform/forms/money.ts";
import { typedMonthText } from "#lib/foundation/platform/time/moments.ts";

export const THEMES = ["reach", "learn", "border", "furniture"] as const;

/** From the weakest to the strongest. */
export const EVIDENCE = ["story", "own_figures", "network_study", "published"] as const;

export const LICENCES = ["CC-BY-4.0", "CC-BY-SA-4.0", "CC0-1.0"] as const;

export const OUTCOMES = ["worked", "partly", "failed"] as const;

export type Theme = (typeof THEMES)[number];
export type Evidence = (typeof EVIDENCE)[number];
export type Licence = (typeof LICENCES)[number];
export type Outcome = (typeof OUTCOMES)[number];

/**
 * The texts of an edition, in the order in which they are read, with the most characters that each
 * may have.
 */
export const TEXTS = {
  title: 90,
  summary: 240,
  context: 2_000,
  targetGroup: 1_000,
  setting: 1_000,
  pedagogy: 1_500,
  technology: 1_000,
  done: 3_000,
  steps: 3_000,
  effects: 2_000,
  measured: 160,
  costs: 1_000,
  failed: 2_000,
} as const;

export type TextName = keyof typeof TEXTS;
export type Texts = Record<TextName, string>;

export const TEXT_NAMES = Object.keys(TEXTS) as TextName[];

const words = (most: number) => z.string().trim().max(most, "practices.too_long").default("");

const texts = Object.fromEntries(TEXT_NAMES.map((name) => [name, words(TEXTS[name])])) as Record<
  TextName,
  ReturnType<typeof words>
>;

/** A whole number of a form, or nothing. */
const count = (least: number, most: number) =>
  z
    .union(
      [
        z.literal("").transform(() => null),
        z.coerce.number().int().min(least).max(most).nullable(),
      ],
      {
        error: "practices.number",
      },
    )
    .default(null);

/** Several of a form: none, one or many. */
const several = <T extends z.ZodType>(one: T, most: number) =>
  z.preprocess(
    (value) => [value ?? []].flat().filter((each) => each !== ""),
    z.array(one).max(most),
  );

/**
 * Figures of one's own: of how many people, and how many of a hundred with the practice and without
 * it.
 */
const figures = {
  measuredPeople: count(1, 100_000),
  measuredWith: count(0, 100),
  measuredWithout: count(0, 100),
};

const facts = {
  theme: z.enum(THEMES).default("learn"),
  evidence: z.enum(EVIDENCE).default("story"),
  licence: z.enum(LICENCES).default("CC-BY-4.0"),
  languages: several(z.enum(LOCALES), 3),
  groupLeast: count(1, 10_000),
  groupMost: count(1, 10_000),
  minutes: count(0, 10_000),
  costCents: moneyField("practices.euros", 99_999_999),
  ...figures,
  release: z
    .union([z.literal("").transform(() => null), z.uuid().nullable()], {
      error: "practices.unknown_study",
    })
    .default(null),
  source: z
    .union(
      [
        z.literal("").transform(() => null),
        z.url({ protocol: /^https?$/, error: "practices.source" }).max(300),
      ],
      {
        error: "practices.source",
      },
    )
    .default(null),
  /** Badges by their slug, sessions by their id, other spaces by their slug. */
  badges: several(z.string().max(60), 10),
  sessions: several(z.uuid("practices.unknown_session"), 10),
  spaces: several(z.string().max(120), 20),
};

/** What an author has written so far: nothing has to be there yet. */
export const practiceDraft = z.object({ ...texts, ...facts });

export type PracticeDraft = z.output<typeof practiceDraft>;
export type Facts = Omit<PracticeDraft, TextName>;

export type Choice = { value: string; label: string };

/** What a draft can be linked to, by what its form sends. */
export type DraftChoices = Record<"badges" | "sessions" | "spaces" | "releases", Choice[]>;
/** What it is linked to, in the same words. */
export type DraftLinks = Record<"badges" | "sessions" | "spaces", string[]>;

/** Begins a practice: where, what it is called, and in which language it is written. */
export const newPractice = z.object({
  space: z.string().max(120),
  language: z.enum(LOCALES),
  title: z.string().trim().min(1, "practices.needs_title").max(TEXTS.title, "practices.too_long"),
});

export const oneVersion = z.object({ id: z.uuid(), revision: z.coerce.number().int() });

export const draftForm = practiceDraft
  .extend(oneVersion.shape)
  .refine(
    ({ groupLeast, groupMost }) =>
      groupLeast === null || groupMost === null || groupLeast <= groupMost,
    {
      error: "practices.group",
      path: ["groupMost"],
    },
  );

/** A peer says yes, or what is to be different. */
export const reviewForm = oneVersion
  .extend({
    what: z.enum(["publish", "ask_changes"]),
    note: z.string().trim().max(1_000, "practices.too_long").default(""),
  })
  .refine(({ what, note }) => what === "publish" || note !== "", {
    error: "practices.needs_note",
    path: ["note"],
  });

export const practiceSlug = z.object({ slug: z.string().max(80) });

export const translationForm = z.object({
  ...texts,
  slug: z.string().max(80),
  language: z.enum(LOCALES),
});

export type Translation = z.output<typeof translationForm>;

/** "We tried this too." */
export const reportForm = z.object({
  slug: z.string().max(80),
  space: z.string().max(120),
  outcome: z.enum(OUTCOMES),
  month: typedMonthText("common.notAMonth"),
  sessions: z.coerce
    .number("practices.number")
    .int("practices.number")
    .min(1, "practices.number")
    .max(1_000, "practices.number"),
  words: z.string().trim().min(1, "practices.needs_words").max(1_500, "practices.too_long"),
  measured: words(TEXTS.measured),
  ...figures,
});

export type ReportInput = z.output<typeof reportForm>;

export const reportDecision = z
  .object({
    id: z.uuid(),
    what: z.enum(["show", "refuse"]),
    note: z.string().trim().max(600, "practices.too_long").default(""),
  })
  .refine(({ what, note }) => what === "show" || note !== "", {
    error: "practices.needs_note",
    path: ["note"],
  });

/** What an address asks of the list. */
export const practiceFilter = z.object({
  q: z.string().trim().max(200).optional(),
  theme: z.enum(THEMES).optional(),
  /** This level of evidence or a stronger one. */
  evidence: z.enum(EVIDENCE).optional(),
  region: z.enum(["vlaanderen", "hauts-de-france", "wallonie"]).optional(),
  /** With words in this language. */
  language: z.enum(LOCALES).optional(),
  /** Of these people: from a space, by its slug. */
  space: z.string().max(120).optional(),
  page: z.coerce.number().int().min(1).max(1_000).optional(),
});

export type PracticeFilter = z.output<typeof practiceFilter>;

export const MOST_COMPARED = 3;
