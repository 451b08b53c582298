import { BADGES } from "./table/badges.ts";
import { BOOKING } from "./table/booking.ts";
import { EVIDENCE } from "./table/evidence.ts";
import { FOUNDATION } from "./table/foundation.ts";
import { LEARNING } from "./table/learning.ts";
import { PLACES } from "./table/places.ts";
import { PRACTICE } from "./table/practice.ts";
import type { Row } from "./table/row.ts";

export type { Row };

/** Who may enter by each door of the house. */
export const DOORS: Row[] = [
  ...FOUNDATION,
  ...PLACES,
  ...BOOKING,
  ...LEARNING,
  ...BADGES,
  ...EVIDENCE,
  ...PRACTICE,
];
