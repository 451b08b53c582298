import { z } from "zod";
import { LOCALES } from "#lib/foundation/i18n/locales.ts";
import { TOPICS } from "#lib/learning/sessions/traits.ts";
import { type ClassDraft, classDraft, classSlug, MINUTES_PER_HOUR, RUBRIC } from "./schema.ts";

/** Several ticks, one, or none. */
const ticks = (most: number) =>
  z.preprocess((value) => [value ?? []].flat(), z.array(z.string().max(150)).max(most));

const number = (code: string, most: number) =>
  z.preprocess(
    (value) => (value === "" || value === undefined ? null : String(value).replace(",", ".")),
    z.coerce.number<string>(code).positive(code).max(most, code).nullable(),
  );

const text = z.string().max(2_500).default("");
const yes = z.literal("yes").optional();

const fields = z.looseObject({
  /** `new` is the page where one is begun. */
  slug: z
    .string()
    .max(100)
    .refine((slug) => slug.trim() !== "new", { error: "badges.slug" }),
  icon: z.string(),
  colour: z.string(),
  months: number("badges.months", 240),
  ...(Object.fromEntries(
    LOCALES.flatMap((locale) =>
      ["name", "description", "criteria"].map((part) => [`${part}_${locale}`, text]),
    ),
  ) as Record<`${"name" | "description" | "criteria"}_${"nl" | "fr" | "en"}`, typeof text>),
  competences: ticks(60),
  hours: number("badges.hours", 1_000),
  topic: z.enum(TOPICS).or(z.literal("")).default(""),
  needed: number("badges.peers_count", 9),
  asked: number("badges.peers_count", 9),
  rubric: z.enum(RUBRIC).default("independent"),
  mentor: yes,
  evidence: yes,
  badges: ticks(20),
  /** `framework code level` of the version before, so that levels are not lost. */
  levels: z.string().max(3_000).default(""),
});

type Fields = z.output<typeof fields>;

/**
 * A form of a badge class as what is written of it. A language in which nothing is filled in is not
 * there; one that is begun has to be whole.
 */
export const classForm = fields.transform((form, ctx): ClassDraft => {
  const parsed = classDraft.safeParse({
    slug: form.slug.trim(),
    icon: form.icon,
    colour: form.colour,
    validMonths: form.months,
    editions: editionsOf(form),
    competences: competencesOf(form),
    rules: rulesOf(form),
  });
  if (parsed.success) return parsed.data;
  for (const { path, message } of parsed.error.issues)
    ctx.addIssue({ code: "custom", message, path: [fieldOf(path)] });
  return z.NEVER;
});

/** What a form of a badge class says of the version that was newest when it was opened. */
export const seenIn = (form: FormData) => String(form.get("revision") ?? "");

export const oneClass = z.object({ slug: classSlug });

export const retirement = z.object({
  slug: classSlug,
  followedBy: classSlug
    .or(z.literal(""))
    .default("")
    .transform((slug) => slug || null),
});

export const publication = z.object({ slug: classSlug, state: z.enum(["pilot", "active"]) });

/** Which field of the form a fault of the draft belongs to. */
function fieldOf([part, second, third]: readonly PropertyKey[]): string {
  if (part === "validMonths") return "months";
  if (part === "editions" && typeof third === "string") return `${third}_${String(second)}`;
  if (part === "editions") return `name_${LOCALES[0]}`;
  if (part === "rules") return third === "minutes" || third === undefined ? "hours" : "needed";
  return String(part);
}

function editionsOf(form: Fields): unknown {
  return Object.fromEntries(
    LOCALES.flatMap((locale) => {
      const edition = {
        name: form[`name_${locale}`].trim(),
        description: form[`description_${locale}`].trim(),
        criteria: form[`criteria_${locale}`].trim(),
      };
      return Object.values(edition).some((said) => said !== "") ? [[locale, edition]] : [];
    }),
  );
}

/**
 * What is newly ticked has the level that was chosen for its list, under `level_` and its slug; what
 * was there before keeps its own.
 */
function competencesOf({ competences, levels, ...form }: Fields): unknown[] {
  const before = new Map(
    levels
      .split("\n")
      .filter(Boolean)
      .map((line) => line.split(" ") as [string, string]),
  );
  return competences.map((key) => {
    const at = key.indexOf(":");
    const framework = key.slice(0, at);
    const level = before.get(key) ?? form[`level_${framework}`];
    return {
      framework,
      code: key.slice(at + 1),
      level: level === undefined || level === "" || level === "-" ? null : Number(level),
    };
  });
}

function rulesOf(form: Fields): unknown[] {
  const { hours, topic, needed, asked, rubric, mentor, evidence, badges } = form;
  return [
    ...(hours === null
      ? []
      : [
          {
            kind: "attendance",
            minutes: Math.round(hours * MINUTES_PER_HOUR),
            topic: topic || null,
          },
        ]),
    ...(needed === null && asked === null
      ? []
      : [{ kind: "peers", needed: needed ?? asked, asked: asked ?? needed, level: rubric }]),
    ...(mentor ? [{ kind: "mentor" }] : []),
    ...(evidence ? [{ kind: "evidence" }] : []),
    ...badges.map((slug) => ({ kind: "badge", slug })),
  ];
}
