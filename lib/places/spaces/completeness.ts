import { LOCALES, type Locale } from "#lib/foundation/i18n/locales.ts";
import { COMPLETENESS_POINTS, type CompletenessPoint } from "./schema.ts";

export type DescribedSpace = {
  summary: Partial<Record<Locale, string>>;
  openingHours: string;
  precision: string;
  address: string | null;
  postcode: string | null;
  phone: string | null;
  website: string | null;
  /** Of the space as a whole. */
  photos: number;
  /** Rooms and desks that can be booked. */
  rooms: number;
};

/** A point that is no better known does not lead anybody to the door. */
const EXACT = ["building", "address"];

/** How complete a description is, in hundredths, and what is missing. */
export function completenessOf(space: DescribedSpace): {
  percent: number;
  missing: CompletenessPoint[];
} {
  const has: Record<CompletenessPoint, boolean> = {
    summary: LOCALES.every((locale) => Boolean(space.summary[locale]?.trim())),
    hours: space.openingHours.trim() !== "",
    point: EXACT.includes(space.precision),
    address: Boolean(space.address?.trim()),
    postcode: Boolean(space.postcode?.trim()),
    contact: Boolean(space.phone?.trim() || space.website?.trim()),
    photo: space.photos > 0,
    rooms: space.rooms > 0,
  };
  const missing = COMPLETENESS_POINTS.filter((point) => !has[point]);
  const there = COMPLETENESS_POINTS.length - missing.length;
  return { percent: Math.floor((100 * there) / COMPLETENESS_POINTS.length), missing };
}
