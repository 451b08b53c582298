import type { Locale } from "#lib/foundation/i18n/locales.ts";

/**
 * Towns named on the map where no place stands for them, the larger first. Points: iRail/stations
 * (CC0).
 */
export const TOWNS: { name: string; lat: number; lon: number }[] = [
  { name: "Lille", lat: 50.63333, lon: 3.06667 },
  { name: "Kortrijk", lat: 50.82451, lon: 3.26455 },
  { name: "Tournai", lat: 50.61313, lon: 3.39694 },
  { name: "Roubaix", lat: 50.69562, lon: 3.16363 },
  { name: "Tourcoing", lat: 50.71663, lon: 3.16848 },
  { name: "Mouscron", lat: 50.74101, lon: 3.22845 },
  { name: "Roeselare", lat: 50.94903, lon: 3.13041 },
  { name: "Ieper", lat: 50.8474, lon: 2.87659 },
  { name: "Armentières", lat: 50.68022, lon: 2.87733 },
  { name: "Menen", lat: 50.79949, lon: 3.11379 },
  { name: "Péruwelz", lat: 50.51303, lon: 3.59169 },
  { name: "Seclin", lat: 50.54747, lon: 3.03667 },
  { name: "Tielt", lat: 51.00148, lon: 3.33168 },
  { name: "Ath", lat: 50.62693, lon: 3.77743 },
];

/** How whoever reads says the name of a town across the language border. */
const SAID: Record<string, Partial<Record<Locale, string>>> = {
  Ath: { nl: "Aat" },
  Comines: { nl: "Komen" },
  Enghien: { nl: "Edingen" },
  Ieper: { fr: "Ypres", en: "Ypres" },
  Kortrijk: { fr: "Courtrai" },
  Lessines: { nl: "Lessen" },
  Menen: { fr: "Menin" },
  Mouscron: { nl: "Moeskroen" },
  Roeselare: { fr: "Roulers" },
  Tournai: { nl: "Doornik" },
};

export function townIn(locale: Locale, name: string): string {
  return SAID[name]?.[locale] ?? name;
}

/** Names what has no town by the nearest that stands on the map. */
export function namedByTown<Spot extends { city: string; lat: number; lon: number }>(
  spots: Spot[],
): Spot[] {
  return spots.map((spot) => (spot.city ? spot : { ...spot, city: nearestTown(spot) }));
}

/** A degree of latitude is so many of longitude here. */
const NORTHWARD = 0.63;

function nearestTown({ lat, lon }: { lat: number; lon: number }): string {
  const far = (town: (typeof TOWNS)[number]) =>
    Math.hypot(town.lat - lat, (town.lon - lon) * NORTHWARD);
  return TOWNS.toSorted((one, other) => far(one) - far(other))[0]?.name ?? "";
}
