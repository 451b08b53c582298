import { distance } from "fastest-levenshtein";
import { searchedText } from "#lib/foundation/platform/text/searched-text.ts";

/** What is compared of two places. */
export type Compared = {
  name: string;
  lat: number;
  lon: number;
  pivot?: string | null;
  phone?: string | null;
};

/**
 * Why two places are taken for one: how far apart they are, and how much their names are alike (0
 * to 100).
 */
export type Evidence = { metres: number; likeness: number; same: "pivot" | "phone" | null };

/** The nearer, the less the names need to be alike. */
const LIMITS = [
  { metres: 50, likeness: 60 },
  { metres: 250, likeness: 75 },
  { metres: 1_000, likeness: 92 },
];
/** With the same number of the organisation or the same telephone. */
const SAME_LIMITS = { metres: 250, likeness: 40 };
export const FARTHEST_METRES = 1_000;

/** Why two places are probably one and the same; null when they are not. */
export function duplicateEvidence(one: Compared, other: Compared): Evidence | null {
  const metres = Math.round(metresBetween(one, other));
  if (metres > FARTHEST_METRES) return null;
  const likeness = likenessOf(one.name, other.name);
  const same =
    one.pivot && one.pivot === other.pivot
      ? "pivot"
      : one.phone && one.phone === other.phone
        ? "phone"
        : null;
  const isOne =
    LIMITS.some((limit) => metres <= limit.metres && likeness >= limit.likeness) ||
    (same !== null && metres <= SAME_LIMITS.metres && likeness >= SAME_LIMITS.likeness);
  return isOne ? { metres, likeness, same } : null;
}

const EARTH_METRES = 6_371_000;

/** Along a great circle. */
export function metresBetween(
  one: { lat: number; lon: number },
  other: { lat: number; lon: number },
): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const across = Math.sin(radians(one.lon - other.lon) / 2) ** 2;
  const up = Math.sin(radians(one.lat - other.lat) / 2) ** 2;
  const part = up + Math.cos(radians(one.lat)) * Math.cos(radians(other.lat)) * across;
  return 2 * EARTH_METRES * Math.asin(Math.sqrt(Math.min(1, part)));
}

/**
 * How much two names are alike, 0 to 100: letter by letter with their words in order of the
 * alphabet. Accents and capitals say nothing.
 */
export function likenessOf(one: string, other: string): number {
  const [left, right] = [inOrder(one), inOrder(other)];
  const longer = Math.max(left.length, right.length);
  if (longer === 0) return 0;
  return Math.round(100 * (1 - distance(left, right) / longer));
}

function inOrder(name: string): string {
  return searchedText(name).split(" ").filter(Boolean).toSorted().join(" ");
}
