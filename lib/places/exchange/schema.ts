import { z } from "zod";
import { AUDIENCES, area, KINDS, LANGUAGES } from "#lib/places/spaces/schema.ts";
import type { ColumnField } from "./fields.ts";
import { COLUMN_FIELDS } from "./mapping.ts";

/** What a file of places may weigh: 100,000 rows of the French standard. */
export const FILE_MEGABYTES = 60;

export const OUTCOMES = ["new", "changed", "same", "duplicate", "refused"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Who published a file, and on which terms. */
export const fileFacts = z.object({
  source: z.string().trim().min(1, "places.name_source").max(100, "places.name_source"),
  licence: z.string().trim().min(1, "places.name_licence").max(100, "places.name_licence"),
});

/** A file of places with where it is from, as a form sends them: the file last. */
export const placeFile = fileFacts.extend({ file: z.file() });

/** The columns of a file as its form sends them: `column0`, `column1` … */
export function mappingOf(form: Record<string, unknown>, columns: number): (ColumnField | null)[] {
  return Array.from(
    { length: columns },
    (_, at) => COLUMN_FIELDS.find((field) => field === form[`column${at}`]) ?? null,
  );
}

const rowNumbers = z
  .union([z.string(), z.array(z.string())])
  .default([])
  .transform((numbers) => [numbers].flat().map(Number))
  .pipe(z.array(z.number().int().min(0)).max(200));

/** The duplicates that stood on a page, and those of them that come in. */
export const duplicateChoices = z.object({ shown: rowNumbers, comesIn: rowNumbers });

export const CLAIM_STATES = ["asked", "accepted", "refused", "withdrawn", "overtaken"] as const;
export type ClaimState = (typeof CLAIM_STATES)[number];

const said = (most: number, fault: string) => z.string().trim().min(1, fault).max(most, fault);

/** What somebody says who claims a listed place. */
export const claimForm = z.object({
  organisation: said(120, "places.claim_says_organisation"),
  role: said(120, "places.claim_says_role"),
  note: said(500, "places.claim_says_why"),
});
export type Claim = z.output<typeof claimForm>;

/** What an administrator says to a claim: a no has its reason, a yes may have one. */
export const claimAnswer = z
  .object({
    claimId: z.uuid(),
    /** Only the button of a no has a name. */
    isTheirs: z
      .literal("no")
      .optional()
      .transform((answer) => answer !== "no"),
    answer: z.string().trim().max(500, "places.answer_says_why").default(""),
  })
  .refine(({ isTheirs, answer }) => isTheirs || answer !== "", {
    error: "places.answer_says_why",
    path: ["answer"],
  });
export type ClaimAnswer = z.output<typeof claimAnswer>;

export const FORMATS = ["csv", "json", "geojson", "data-inclusion"] as const;
export type Format = (typeof FORMATS)[number];

/** Which places are exported, and as what. */
export const placeExport = z.object({
  form: z.enum(FORMATS).default("csv"),
  /** Spaces that can be booked, places of other sources, or both. */
  of: z.enum(["network", "listed", "all"]).default("all"),
  /** Listed places that visitors do not find as well: for administrators. */
  unpublished: z.stringbool().default(false),
});
export type PlaceExport = z.output<typeof placeExport>;

/** What lists and maps of places that other sources tell of are narrowed by, beside a part of the map. */
const placeTraits = {
  kind: z.enum(KINDS),
  /** Whom a place is for in the first place. */
  audience: z.enum(AUDIENCES),
  country: z.enum(["BE", "FR"]),
  /** `yes`: whoever moves with difficulty is looked after. */
  wheelchair: z.literal("yes"),
  /** What is spoken at the desk. */
  language: z.enum(LANGUAGES),
  /** Those that are surely open as one asks. */
  open: z.literal("now"),
};

/** What the list of places that other sources tell of can be narrowed by. */
export const placeFilter = z.object({
  q: z.string().trim().max(100).default(""),
  area: z.string().max(120).default(""),
  kind: placeTraits.kind.optional(),
  audience: placeTraits.audience.optional(),
  country: placeTraits.country.optional(),
  wheelchair: placeTraits.wheelchair.optional(),
  language: placeTraits.language.optional(),
  open: placeTraits.open.optional(),
});

export type PlaceFilter = z.output<typeof placeFilter>;

/** A part of the map, and how close it is looked at. */
export const clusterQuery = z.object({
  bbox: area,
  zoom: z.coerce.number().min(0).max(20),
  q: z.string().trim().max(100).default(""),
  kind: placeTraits.kind.optional(),
  audience: placeTraits.audience.optional(),
  country: placeTraits.country.optional(),
  wheelchair: placeTraits.wheelchair.optional(),
  language: placeTraits.language.optional(),
  open: placeTraits.open.optional(),
});
