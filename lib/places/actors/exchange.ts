import { stringify } from "csv-stringify/sync";
import { LOCALES } from "#lib/foundation/i18n/locales.ts";
import type { NetworkActor } from "./queries.ts";

/** One as programs read it. */
export function publicActor({ slug, name, kind, fields, activity, ...more }: NetworkActor) {
  const { country, region, city, lat, lon, precision, languages, does, website } = more;
  const { source, factsOn, isInvented, changedAt } = more;
  return {
    ...{
      slug,
      name,
      kind,
      fields,
      activity,
      country,
      region,
      city,
      lat,
      lon,
      precision,
      languages,
      does,
    },
    ...{ website, source, factsOn, isInvented, changedAt: changedAt.toString() },
  };
}

const COLUMNS = [
  ...[
    "slug",
    "name",
    "kind",
    "fields",
    "activity",
    "country",
    "region",
    "city",
    "lat",
    "lon",
    "precision",
  ],
  ...[
    "languages",
    ...LOCALES.map((locale) => `does_${locale}`),
    "website",
    "source",
    "facts_on",
    "invented",
  ],
];

/**
 * One row each; several values of a cell are parted by spaces. What a spreadsheet would take for a
 * formula begins with an apostrophe.
 */
export function actorsCsv(actors: NetworkActor[]): string {
  const rows = actors.map((one) => [
    ...[
      one.slug,
      one.name,
      one.kind,
      one.fields.join(" "),
      one.activity,
      one.country,
      one.region,
      one.city,
    ],
    ...[one.lat, one.lon, one.precision, one.languages.join(" ")],
    ...LOCALES.map((locale) => one.does[locale] ?? ""),
    ...[one.website ?? "", one.source, one.factsOn, one.isInvented ? "yes" : ""],
  ]);
  return stringify([COLUMNS, ...rows], { escape_formulas: true });
}

/** @see RFC 7946 */
export function actorsGeoJson(actors: NetworkActor[]) {
  return {
    type: "FeatureCollection",
    features: actors.map((one) => {
      const { lat, lon, ...properties } = publicActor(one);
      return {
        type: "Feature",
        id: one.slug,
        geometry: { type: "Point", coordinates: [lon, lat] },
        properties,
      };
    }),
  };
}
