import { z } from "zod";
import type { benchmarkEntries } from "#db/schema/benchmark.ts";
import { tick } from "#lib/foundation/platform/forms/tick.ts";
import { typedDayText } from "#lib/foundation/platform/time/moments.ts";
import { REGIONS } from "#lib/places/spaces/schema.ts";
import type { NamedCompetence } from "../competences/queries.ts";

export const ENTRY_KINDS = ["badge", "offer"] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

/** What is kept of a badge or a course, with the competences of ours that it stands for. */
export type Entry = Omit<typeof benchmarkEntries.$inferSelect, "kind"> & {
  kind: EntryKind;
  competences: NamedCompetence[];
};

export const STANDARDS = ["unknown", "none", "1", "2", "3"] as const;

export const CRITERIA = ["attendance", "test", "evidence", "peers", "mentor"] as const;

export const NAME_LENGTH = 200;
const MOST_NAMES = 30;
const MOST_COMPETENCES = 300;

const line = (most: number) => z.string().trim().max(most);
const orNull = (most: number) =>
  line(most)
    .default("")
    .transform((text) => text || null);
const list = z
  .union([z.string(), z.array(z.string())])
  .default([])
  .transform((values) => [...new Set([values].flat().filter(Boolean))]);
const number = (most: number, least = 0) =>
  line(10)
    .default("")
    .transform((text, context) => {
      if (text === "") return null;
      const value = Number(text);
      if (Number.isInteger(value) && value >= least && value <= most) return value;
      context.addIssue({ code: "custom", message: "benchmark.not_a_number" });
      return z.NEVER;
    });
const webAddress = z
  .union([z.literal(""), z.url({ protocol: /^https?$/, error: "common.not_https" }).max(500)])
  .default("")
  .transform((text) => text || null);
/** Names parted by line ends or semicolons. */
const names = line(3_000)
  .default("")
  .transform((text) => [
    ...new Set(
      text
        .split(/[\n;]/)
        .map((name) => name.trim())
        .filter(Boolean),
    ),
  ])
  .pipe(z.array(z.string().max(NAME_LENGTH)).max(MOST_NAMES));

const CODE = /^([a-z0-9][a-z0-9.-]{0,59}):(\S{1,60})$/;

/** `framework:code`: one competence. */
export const competenceRef = z.string().transform((text, context) => {
  const [, framework = "", code = ""] = CODE.exec(text) ?? [];
  if (framework) return { framework, code };
  context.addIssue({ code: "custom", message: "benchmark.unknown_competence" });
  return z.NEVER;
});

/**
 * What staff say of a badge or a course, as its form sends it. Only some of it is asked of courses.
 */
export const entryForm = z
  .object({
    kind: z.enum(ENTRY_KINDS),
    name: line(NAME_LENGTH).min(1, "spaces.name_it"),
    issuer: line(NAME_LENGTH).min(1, "benchmark.needs_issuer"),
    country: z
      .union([z.literal(""), z.string().regex(/^[A-Z]{2}$/, "benchmark.not_a_country")])
      .default(""),
    region: z.union([z.literal(""), z.enum(REGIONS)]).default(""),
    languages: line(60)
      .default("")
      .transform((text) => [...new Set(text.split(/[\s,;]+/).filter(Boolean))])
      .pipe(
        z.array(z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/, "benchmark.not_a_language")).max(10),
      ),
    standard: z.enum(STANDARDS).default("unknown"),
    criteria: list.pipe(z.array(z.enum(CRITERIA))),
    hours: number(10_000, 1),
    level: orNull(60),
    validMonths: number(600),
    priceEuro: number(1_000_000),
    verification: webAddress,
    website: webAddress,
    endorsedBy: names,
    otherCompetences: names,
    competences: list.pipe(z.array(competenceRef).max(MOST_COMPETENCES)),
    moreCompetences: line(5_000)
      .default("")
      .transform((text) => text.split(/\s+/).filter(Boolean))
      .pipe(z.array(competenceRef).max(MOST_COMPETENCES)),
    source: line(300).min(1, "actors.needs_source"),
    factsOn: typedDayText("actors.needs_day"),
    isInvented: tick,
  })
  .transform(({ competences, moreCompetences, country, region, ...said }) => ({
    ...said,
    country: country || null,
    region: region || null,
    competences: [...competences, ...moreCompetences],
  }));

export type EntryInput = z.output<typeof entryForm>;

export const seenEntry = z.object({ id: z.uuid(), revision: z.coerce.number().int().positive() });

export const entryFilter = z.object({
  kind: z.enum(ENTRY_KINDS).optional(),
  region: z.enum(REGIONS).optional(),
});

export type EntryFilter = z.output<typeof entryFilter>;

export const benchmarkExport = entryFilter.extend({
  form: z.enum(["json", "csv"]).default("json"),
});

export const matrixExport = z.object({
  map: z.string().max(60),
  form: z.enum(["json", "csv"]).default("json"),
});
