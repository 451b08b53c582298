import { z } from "zod";
import { equipmentList, moment, partySize } from "#lib/booking/allocation/schema.ts";
import { area, FEATURES, point, SLUG } from "#lib/places/spaces/schema.ts";

/** Letters of a time in words. */
export const MAX_PHRASE = 100;

/** `wheelchair,hearing-loop`, or the name again for each. */
const featureList = z
  .union([z.string().max(400), z.array(z.string().max(40)).max(20)])
  .transform((asked) =>
    [...new Set([asked].flat().flatMap((text) => text.split(",")))].filter(Boolean),
  )
  .pipe(z.array(z.enum(FEATURES, "booking.unknown_feature")));

/** Longest time within which any part may be asked for. */
const LONGEST_SPAN_DAYS = 31;

export const availabilitySearch = z
  .object({
    /** A moment with its offset; or leave it to `when`. */
    start: moment.optional(),
    end: moment.optional(),
    /** In words, in any of the three languages: "tomorrow afternoon", "2 uur deze week". */
    when: z.string().max(MAX_PHRASE, "booking.phrase_too_long").optional(),
    /** Any time of this length between start and end; items then say when. */
    minutes: z.coerce
      .number({ error: "booking.how_long" })
      .int("booking.how_long")
      .min(5, "booking.how_long")
      .max(1440, "booking.how_long")
      .optional(),
    people: partySize.default(1),
    equipment: equipmentList.default([]),
    features: featureList.default([]),
    near: point.optional(),
    radius_km: z.coerce.number().positive().max(500).optional(),
    bbox: area.optional(),
    space: z.string().regex(SLUG, "spaces.unknown").optional(),
    /** Ten rooms a page. */
    page: z.coerce.number().int().min(1).max(100).default(1),
  })
  .refine(({ start, end, when }) => when !== undefined || (start && end), {
    error: "booking.not_a_moment",
    path: ["start"],
  })
  .refine(({ start, end, when }) => when === undefined || (!start && !end), {
    error: "booking.phrase_two_times",
    path: ["when"],
  })
  .refine(
    ({ start, end, minutes }) =>
      minutes === undefined ||
      !start ||
      !end ||
      start.until(end).total("hours") <= LONGEST_SPAN_DAYS * 24,
    { error: "booking.span_too_long", path: ["end"] },
  );
