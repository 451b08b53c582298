import { stringify } from "csv-stringify/sync";
import type { Space } from "#lib/places/spaces/queries.ts";
import { AUDIENCES, PRECISIONS } from "#lib/places/spaces/schema.ts";
import {
  AUDIENCE_NAMES,
  HELPS_MOVING,
  OWN_FIELDS,
  type PlaceRecord,
  STANDARD_FIELDS,
  TYPOLOGY_OF_KIND,
  UNKNOWN_PIVOT,
} from "./fields.ts";
import { phone } from "./repair.ts";
import type { Format } from "./schema.ts";
import { disarmed } from "./table.ts";

export const FILE_ENDS: Record<Format, string> = {
  csv: "csv",
  json: "json",
  geojson: "geojson",
  "data-inclusion": "json",
};

export const MEDIA_TYPES: Record<Format, string> = {
  csv: "text/csv; charset=utf-8",
  json: "application/json",
  geojson: "application/geo+json",
  "data-inclusion": "application/json",
};

/** Places as a file of a format, in pieces of text. */
export async function* fileOf(
  format: Format,
  records: AsyncIterable<PlaceRecord>,
): AsyncGenerator<string> {
  if (format === "csv") {
    yield csvLine(STANDARD_FIELDS);
    for await (const record of records) yield csvLine(csvCells(record));
    return;
  }
  const isGeo = format === "geojson";
  yield isGeo ? '{"type":"FeatureCollection","features":[' : "[";
  let isFirst = true;
  for await (const record of records) {
    const value = isGeo
      ? feature(record)
      : format === "json"
        ? objectOf(record)
        : structure(record);
    yield `${isFirst ? "" : ","}\n${JSON.stringify(value)}`;
    isFirst = false;
  }
  yield isGeo ? "\n]}\n" : "\n]\n";
}

function csvLine(cells: readonly string[]): string {
  return stringify([cells as string[]]);
}

/**
 * The 32 cells of the standard. A Belgian place has them in the Belgian profile.
 *
 * @see docs/belgian-profile.md
 */
export function csvCells(record: PlaceRecord): string[] {
  return STANDARD_FIELDS.map((field) => {
    if (field === "pivot") return record.pivot ?? UNKNOWN_PIVOT;
    return disarmed(String(record[field] ?? ""));
  });
}

/** The standard as JSON: numbers for the point, and what we know beside it. */
function objectOf(record: PlaceRecord): Record<string, string | number> {
  return Object.fromEntries(
    [...STANDARD_FIELDS, ...OWN_FIELDS].flatMap((field) =>
      record[field] === undefined ? [] : [[field, record[field]]],
    ),
  );
}

/** @see RFC 7946 */
function feature(record: PlaceRecord) {
  const { latitude, longitude, ...properties } = objectOf(record);
  return {
    type: "Feature",
    geometry: { type: "Point", coordinates: [longitude, latitude] },
    properties,
  };
}

const LEAST_DESCRIPTION = 50;
const MOST_DESCRIPTION = 2_000;

/**
 * A structure of data·inclusion, version 1. Its description has 50 characters at least: where we have fewer, name, address and town
 * stand in front. Its postcode has five digits: a Belgian one stays out, as the number of an organisation that is no SIRET does.
 *
 * @see https://github.com/gip-inclusion/data-inclusion-schema (schemas/v1/structure.json)
 */
function structure(record: PlaceRecord) {
  const said = record.presentation_detail ?? record.presentation_resume ?? "";
  const described =
    said.length >= LEAST_DESCRIPTION
      ? said
      : [
          `${record.nom}, ${record.adresse ?? ""}, ${record.commune}.`,
          said,
          "Lieu d’apprentissage du réseau.",
        ]
          .filter(Boolean)
          .join(" ")
          .padEnd(LEAST_DESCRIPTION, ".");
  const name = record.nom.replace(/\.+$/, "").slice(0, 150).padEnd(3, "-");
  const orNull = (value: string | undefined) => value ?? null;
  return {
    source: record.source ?? "trivium",
    id: record.id,
    nom: name,
    description: described.slice(0, MOST_DESCRIPTION),
    date_maj: record.date_maj,
    siret: /^\d{14}$/.test(record.pivot ?? "") ? record.pivot : null,
    commune: record.commune,
    code_postal: /^\d{5}$/.test(record.code_postal ?? "") ? record.code_postal : null,
    code_insee: orNull(record.code_insee),
    adresse: orNull(record.adresse),
    complement_adresse: orNull(record.complement_adresse),
    latitude: record.latitude,
    longitude: record.longitude,
    telephone: orNull(record.telephone),
    courriel: orNull(record.courriels?.split("|")[0]),
    site_web: orNull(record.site_web?.split("|")[0]),
    horaires_accueil: orNull(record.horaires),
    accessibilite_lieu: orNull(record.fiche_acces_libre),
  };
}

/** A space of the network as a place that travels. */
export function recordOfSpace(space: Space): PlaceRecord {
  const country = space.country === "FR" ? "FR" : "BE";
  const summary = space.summary[space.language === "nl" ? "nl" : "fr"] ?? space.summary.en;
  const record = {
    id: space.slug,
    nom: space.name,
    commune: space.city,
    code_postal: space.postcode ?? undefined,
    code_insee: space.communeCode ?? undefined,
    adresse: space.address ?? space.city,
    latitude: space.lat,
    longitude: space.lon,
    typologie: TYPOLOGY_OF_KIND[space.kind],
    telephone: (space.phone && phone(space.phone, country)?.value) || undefined,
    site_web: space.website ?? undefined,
    horaires: space.openingHours,
    presentation_resume: summary && summary.length <= 280 ? summary : undefined,
    presentation_detail: summary && summary.length > 280 ? summary : undefined,
    source: space.source,
    date_maj: space.createdAt.toZonedDateTimeISO("UTC").toPlainDate().toString(),
    services: "Accès internet et matériel informatique",
    publics_specifiquement_adresses: AUDIENCES.filter((audience) =>
      space.audiences.includes(audience),
    )
      .map((audience) => AUDIENCE_NAMES[audience])
      .join("|"),
    prise_en_charge_specifique: space.features.includes("wheelchair") ? HELPS_MOVING : undefined,
    pays: country,
    precision: PRECISIONS.find((one) => one === space.precision),
    langue: space.language,
    genre: space.kind,
  } satisfies Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(record).filter(([, value]) => value !== undefined && value !== ""),
  ) as PlaceRecord;
}
