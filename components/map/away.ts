import { formatNumber } from "#lib/foundation/i18n/format.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import type { Country } from "./here.ts";
import { drawnAt, type LatLon } from "./mercator.ts";

const EARTH_KM = 6371;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** The great-circle distance of two points, in kilometres. */
export function kilometresBetween(one: LatLon, other: LatLon): number {
  const lat = Math.sin(radians(other.lat - one.lat) / 2);
  const lon = Math.sin(radians(other.lon - one.lon) / 2);
  const chord = lat * lat + Math.cos(radians(one.lat)) * Math.cos(radians(other.lat)) * lon * lon;
  return 2 * EARTH_KM * Math.asin(Math.sqrt(chord));
}

export function countryOf(region: string): Country {
  return region === "hauts-de-france" ? "FR" : "BE";
}

/** `{km}` stands for the number. */
export type AwayWords = { km: string; close: string; across: Record<Country, string> };

/** From here on nobody reads tenths of a kilometre. */
const WHOLE_KM = 10;

/**
 * "2.4 km away", "12 km away, over the border in France".
 *
 * @param from the country of whoever looks; null where nobody knows: then no border is named
 * @param to the country of the place
 */
export function awayInWords(
  locale: Locale,
  words: AwayWords,
  km: number,
  { from, to }: { from: Country | null; to: Country },
): string {
  const rounded = km < WHOLE_KM ? Math.round(km * 10) / 10 : Math.round(km);
  const far = km < 1 ? words.close : words.km.replace("{km}", formatNumber(locale, rounded));
  return from !== null && from !== to ? `${far}${words.across[to]}` : far;
}

/**
 * On which side of the border a point lies, by the land that the map draws; null beyond it.
 *
 * @param isIn whether a point of the drawing lies in the outline of a region
 */
export function countryAt(
  point: LatLon,
  regions: readonly string[],
  isIn: (region: string, x: number, y: number) => boolean,
): Country | null {
  const { x, y } = drawnAt(point);
  const region = regions.find((one) => isIn(one, x, y));
  return region === undefined ? null : countryOf(region);
}
