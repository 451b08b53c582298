import {
  AUDIENCES,
  KINDS,
  type Place,
  PRECISIONS,
  type REGIONS,
} from "#lib/places/spaces/schema.ts";
import { AUDIENCE_NAMES, type PlaceRecord, TYPOLOGY_OF_KIND } from "./fields.ts";

type Region = (typeof REGIONS)[number];

/** Departments of the Hauts-de-France, as postcodes and INSEE codes begin. */
const DEPARTMENTS = ["02", "59", "60", "62", "80"];
/**
 * How NIS codes of the provinces begin, and the arrondissements of the Brabant, where the first
 * figure does not tell.
 */
const NIS: [begins: string, region: Region | null][] = [
  ["21", null],
  ["23", "vlaanderen"],
  ["24", "vlaanderen"],
  ["25", "wallonie"],
  ...["1", "3", "4", "7"].map((begins): [string, Region] => [begins, "vlaanderen"]),
  ...["5", "6", "8", "9"].map((begins): [string, Region] => [begins, "wallonie"]),
];
/**
 * North of it Flanders lies, as far as the network reaches: for a Belgian place of which nothing
 * else is known.
 */
const LANGUAGE_BORDER = 50.76;

/** The region that a place lies in; null beyond the three. */
export function regionOf({
  pays,
  code_postal: postcode = "",
  code_insee: commune = "",
  latitude,
}: PlaceRecord): Region | null {
  if (pays === "FR") {
    const code = commune || postcode;
    return DEPARTMENTS.some((department) => code.startsWith(department)) ? "hauts-de-france" : null;
  }
  if (/^\d{5}$/.test(commune))
    return NIS.find(([begins]) => commune.startsWith(begins))?.[1] ?? null;
  if (/^\d{4}$/.test(postcode)) return regionOfPostcode(Number(postcode));
  return latitude > LANGUAGE_BORDER ? "vlaanderen" : "wallonie";
}

/**
 * Belgian postcodes: 1000 Brussels, 1300 Walloon Brabant, 1500 to 3999 Flanders, 4000 to 7999
 * Wallonia, then Flanders again.
 */
function regionOfPostcode(postcode: number): Region | null {
  if (postcode < 1300) return null;
  if (postcode < 1500) return "wallonie";
  return postcode < 4000 || postcode >= 8000 ? "vlaanderen" : "wallonie";
}

/** What a space needs that is made of a listed place, cut to what its form takes. */
export function spaceFrom(
  record: PlaceRecord,
  region: Region,
): Place & { openingHours: string; communeCode: string | null } {
  const language = region === "vlaanderen" ? "nl" : "fr";
  const described = record.presentation_resume ?? record.presentation_detail?.slice(0, 600);
  return {
    name: record.nom.slice(0, 100),
    kind: kindOf(record),
    region,
    language: record.langue === "nl" || record.langue === "fr" ? record.langue : language,
    address: record.adresse?.slice(0, 200) ?? null,
    postcode: record.code_postal?.slice(0, 10) ?? null,
    city: record.commune.slice(0, 80),
    position: { lat: record.latitude, lon: record.longitude },
    precision: precisionOf(record),
    phone: record.telephone?.slice(0, 30) ?? null,
    website: record.site_web?.split("|")[0]?.slice(0, 300) ?? null,
    summary: described ? { [language]: described } : {},
    audiences: audiencesOf(record),
    openingHours: record.horaires ?? "off",
    communeCode: record.code_insee ?? null,
  };
}

/** Whom it is for in the first place, in our words. */
export function audiencesOf({ publics_specifiquement_adresses: names = "" }: PlaceRecord) {
  return AUDIENCES.filter((audience) => names.split("|").includes(AUDIENCE_NAMES[audience]));
}

/** A point of which nobody said how exact it is leads to the street at best. */
export function precisionOf({ precision, adresse }: PlaceRecord): (typeof PRECISIONS)[number] {
  return PRECISIONS.find((one) => one === precision) ?? (adresse ? "street" : "locality");
}

/** Our own word for it, else the first that its codes of the standard have. */
export function kindOf({ genre, typologie = "" }: PlaceRecord): (typeof KINDS)[number] {
  const codes = typologie.split("|").filter(Boolean);
  return (
    KINDS.find((kind) => kind === genre) ??
    KINDS.find((kind) => codes.includes(TYPOLOGY_OF_KIND[kind] ?? "")) ??
    "digital-mediation"
  );
}
