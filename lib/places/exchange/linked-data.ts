import { hoursData, whereData } from "#lib/places/spaces/linked-data.ts";
import type { PlaceRecord } from "./fields.ts";

type More = {
  /** Of the page. */
  url: string;
  week: string[][] | null;
  monday: Temporal.PlainDate;
};

/** A listed place as a Place, for machines that read pages. @see https://schema.org/Place */
export function listedPlaceData(record: PlaceRecord, { url, week, monday }: More) {
  const website = record.site_web?.split("|")[0];
  return {
    "@type": "Place",
    "@id": url,
    url,
    name: record.nom,
    ...whereData({
      address: record.adresse ?? null,
      postcode: record.code_postal ?? null,
      city: record.commune,
      country: record.pays,
      lat: record.latitude,
      lon: record.longitude,
    }),
    ...(record.telephone && { telephone: record.telephone }),
    ...(website && { sameAs: website }),
    ...(week && { openingHoursSpecification: hoursData(week, monday) }),
  };
}
