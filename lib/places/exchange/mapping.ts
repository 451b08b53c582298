import { searchedText } from "#lib/foundation/platform/text/searched-text.ts";
import { type ColumnField, DAY_FIELDS, OWN_FIELDS, STANDARD_FIELDS } from "./fields.ts";

/**
 * Which column of a table is which field, in the order of the columns; null for one that is not
 * read.
 */
export type Mapping = (ColumnField | null)[];

export const COLUMN_FIELDS: readonly ColumnField[] = [
  ...STANDARD_FIELDS,
  ...DAY_FIELDS,
  ...OWN_FIELDS,
];

/**
 * Names that columns have in the tables that we met, as a search compares them: the names of the
 * standard stand for themselves.
 */
const NAMES: Partial<Record<ColumnField, string[]>> = {
  id: ["id fs", "identifiant", "identifier", "ref", "code lieu", "numero", "nummer", "nr"],
  pivot: ["siret", "rna", "kbo", "bce", "ondernemingsnummer", "numero d entreprise"],
  nom: [
    "lib fs",
    "name",
    "naam",
    "raison sociale",
    "nom du lieu",
    "titre",
    "title",
    "nom structure",
    "intitule",
    "denomination",
    "benaming",
  ],
  commune: ["lib com", "city", "ville", "gemeente", "stad", "town", "commune insee", "plaats"],
  code_postal: ["postcode", "postal code", "cp", "zip", "code postal bis", "postnummer"],
  code_insee: ["insee com", "commune code", "insee", "nis", "nis code", "code commune", "niscode"],
  adresse: ["address", "adres", "rue", "street", "straat", "voie"],
  complement_adresse: ["complement", "address 2", "bus"],
  latitude: ["lat", "y", "breedtegraad"],
  longitude: ["lon", "lng", "long", "x", "lengtegraad"],
  telephone: ["phone", "tel", "telefoon", "tel fixe"],
  courriels: ["courriel", "mail", "email", "e mail"],
  site_web: ["website", "site", "url", "web"],
  horaires: ["opening hours", "openingsuren", "horaires ouverture", "hours"],
  presentation_resume: ["summary", "resume", "samenvatting"],
  presentation_detail: ["description", "beschrijving", "commentaire", "note"],
  date_maj: ["date de mise a jour", "updated", "updated on", "bijgewerkt"],
  pays: ["country", "land"],
  langue: ["language", "taal"],
  genre: ["kind", "soort"],
  typologie: ["type de structure"],
  h_lundi: ["lundi", "monday", "maandag", "ma", "mo"],
  h_mardi: ["mardi", "tuesday", "dinsdag", "di", "tu"],
  h_mercredi: ["mercredi", "wednesday", "woensdag", "wo", "we"],
  h_jeudi: ["jeudi", "thursday", "donderdag", "do", "th"],
  h_vendredi: ["vendredi", "friday", "vrijdag", "vr", "fr"],
  h_samedi: ["samedi", "saturday", "zaterdag", "za", "sa"],
  h_dimanche: ["dimanche", "sunday", "zondag", "zo", "su"],
};

const FIELD_OF = new Map(
  COLUMN_FIELDS.flatMap((field) =>
    [searchedText(field), ...(NAMES[field] ?? [])].map((name) => [name, field] as const),
  ),
);

/**
 * Which column is which, guessed from its name; each field once, in the first column that names it.
 */
export function guessMapping(columns: readonly string[]): Mapping {
  const taken = new Set<ColumnField>();
  // A column with the very name of a field comes before one that only means the same.
  const exact = columns.map((column) =>
    COLUMN_FIELDS.find((field) => searchedText(field) === searchedText(column)),
  );
  for (const field of exact) if (field) taken.add(field);
  return columns.map((column, at) => {
    const own = exact[at];
    if (own) return exact.indexOf(own) === at ? own : null;
    const field = FIELD_OF.get(searchedText(column));
    if (!field || taken.has(field)) return null;
    taken.add(field);
    return field;
  });
}

/** Fields without which no row can be a place. */
export const NEEDED = ["nom", "commune", "latitude", "longitude"] as const;

/**
 * What is wrong with a mapping as a whole: the needed fields that no column has, and those that
 * several have.
 */
export function mappingFaults(mapping: Mapping): { missing: ColumnField[]; twice: ColumnField[] } {
  const used = mapping.filter((field): field is ColumnField => field !== null);
  return {
    missing: NEEDED.filter((field) => !used.includes(field)),
    twice: [...new Set(used.filter((field, at) => used.indexOf(field) !== at))],
  };
}

/** Whether a table is in the standard as it stands: then nothing is asked. */
export function isStandard(columns: readonly string[]): boolean {
  const mapping = guessMapping(columns);
  const isExact = columns.every(
    (column, at) => !mapping[at] || searchedText(mapping[at]) === searchedText(column),
  );
  return (
    isExact &&
    (["id", "nom", "commune", "latitude", "longitude"] as const).every((field) =>
      mapping.includes(field),
    )
  );
}
