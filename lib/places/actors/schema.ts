import { z } from "zod";
import { tick } from "#lib/foundation/platform/forms/tick.ts";
import { typedDayText } from "#lib/foundation/platform/time/moments.ts";
import { area, PRECISIONS, place, REGIONS } from "../spaces/schema.ts";

/** What an organisation or a group is. Who reads a list of them reads it in this order. */
export const KINDS = [
  "group",
  "meet-up",
  "hub",
  "company",
  "start-up",
  "school",
  "research",
  "employer",
  "public-service",
  "association",
] as const;

/** What it works on. */
export const FIELDS = ["it", "learning", "making", "work", "research"] as const;

export const ACTIVITIES = ["regular", "sometimes", "unknown"] as const;

export const LANGUAGES = ["nl", "fr", "en", "de"] as const;

const MOST_DOES = 300;

const line = (most: number) => z.string().trim().max(most);
const several = <Name extends string>(names: readonly Name[], fault: string) =>
  z
    .union([z.string(), z.array(z.string())])
    .default([])
    .transform((values) => [...new Set([values].flat().filter(Boolean))])
    .pipe(z.array(z.enum(names)).min(1, fault));

/** What staff say of one, as its form sends it. */
export const actorForm = z
  .object({
    name: line(100).min(1, "spaces.name_it"),
    kind: z.enum(KINDS),
    fields: several(FIELDS, "actors.choose_one"),
    activity: z.enum(ACTIVITIES),
    region: z.enum(REGIONS),
    city: place.shape.city,
    position: place.shape.position,
    precision: z.enum(PRECISIONS),
    languages: several(LANGUAGES, "actors.choose_one"),
    does_nl: line(MOST_DOES).default(""),
    does_fr: line(MOST_DOES).default(""),
    does_en: line(MOST_DOES).default(""),
    website: place.shape.website,
    organisationId: z
      .union([z.literal("").transform(() => null), z.uuid()], "actors.unknown_organisation")
      .default(null),
    source: line(300).min(1, "actors.needs_source"),
    factsOn: typedDayText("actors.needs_day"),
    isInvented: tick,
  })
  .transform(({ does_nl, does_fr, does_en, ...said }) => ({
    ...said,
    does: Object.fromEntries(
      Object.entries({ nl: does_nl, fr: does_fr, en: does_en }).filter(([, text]) => text !== ""),
    ),
  }));

export type ActorInput = z.output<typeof actorForm>;

/** Which one a form is about, and the state of it that its sender saw. */
export const seenActor = z.object({ id: z.uuid(), revision: z.coerce.number().int().positive() });

/** What a public list can be narrowed by. */
export const actorFilter = z.object({
  /** Words of its name or town. */
  q: z.string().trim().max(100).optional(),
  region: z.enum(REGIONS).optional(),
  kind: z.enum(KINDS).optional(),
  field: z.enum(FIELDS).optional(),
  language: z.enum(LANGUAGES).optional(),
  /** A part of the map: `west,south,east,north` in degrees. */
  area: area.optional(),
});

export type ActorFilter = z.output<typeof actorFilter>;

/** How programs ask for the list. */
export const actorExport = actorFilter.extend({
  form: z.enum(["json", "csv", "geojson"]).default("json"),
});
