import { z } from "zod";
import { equipmentRequest, partySize } from "#lib/booking/allocation/schema.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import type { FormState } from "#lib/foundation/platform/forms/forms.ts";
import { readWallTime } from "#lib/foundation/platform/time/moments.ts";
import { WEEKDAYS } from "./rule-text.ts";
import { MOST_OCCURRENCES } from "./rules.ts";

export { WEEKDAYS };

/**
 * "2026-03-03T14:00": what the clock of the space shows. A moment with an offset is refused: a
 * series keeps its hour.
 */
export const wall = z.string().transform((text, context) => {
  try {
    if (!/^2\d{3}-\d\d-\d\dT\d\d:\d\d(:00)?$/.test(text)) throw new RangeError(text);
    return readWallTime(text);
  } catch {
    context.addIssue({ code: "custom", message: "series.not_a_wall_time" });
    return z.NEVER;
  }
});

/** A time on the clock; 24:00 is midnight, as 00:00. */
const clockTime = z.string().transform((text, context) => {
  try {
    if (/^24:00(:00)?$/.test(text)) return new Temporal.PlainTime();
    if (!/^\d\d:\d\d(:00)?$/.test(text)) throw new RangeError(text);
    return Temporal.PlainTime.from(text, { overflow: "reject" });
  } catch {
    context.addIssue({ code: "custom", message: "booking.not_a_moment" });
    return z.NEVER;
  }
});

const walls = z.array(wall).max(MOST_OCCURRENCES, "series.too_many_given");
const ruleField = z.string().max(500, "series.rule_too_long_field");
const purpose = z.string().max(500, "booking.purpose_too_long");

/**
 * What somebody asks to book again and again: an RFC 5545 rule, and the first time in the wall time
 * of the space.
 */
export const seriesInput = z.object({
  roomId: z.uuid("booking.unknown_room"),
  rule: ruleField,
  firstStart: wall,
  firstEnd: wall,
  extraStarts: walls.default([]),
  excludedStarts: walls.default([]),
  people: partySize,
  equipment: z.array(equipmentRequest).max(10).default([]),
  purpose: purpose.default(""),
  /** How the room is set up on each date, of the ways that it offers. */
  layoutId: z
    .uuid("booking.unknown_layout")
    .optional()
    .describe("One of the layouts of the room (GET /api/v1/spaces/{slug}); left out, as it is"),
});

/** What to do with one date: book it as asked, in another room of the space, or not at all. */
export const decision = z.discriminatedUnion("action", [
  z.object({ start: wall, action: z.literal("book") }),
  z.object({ start: wall, action: z.literal("move"), roomId: z.uuid("booking.unknown_room") }),
  z.object({ start: wall, action: z.literal("skip") }),
]);

const decisions = z.array(decision).max(MOST_OCCURRENCES, "series.too_many_given").default([]);

/** How often, as the desk says it. */
export const PATTERNS = [
  "weekly",
  "daily",
  "monthly_date",
  "monthly_weekday",
  "monthly_last",
] as const;

export const SCOPES = ["this", "following", "all"] as const;

const change = z.object({
  scope: z.enum(SCOPES),
  /** The date it starts from, by the rule; needed for `this` and `following`. */
  occurrence: wall.optional(),
  version: z.int(),
  from: clockTime.optional(),
  to: clockTime.optional(),
  roomId: z.uuid("booking.unknown_room").optional(),
  people: partySize.optional(),
  purpose: purpose.optional(),
  rule: ruleField.optional(),
});

/** What remains the same is left out. */
export const seriesChange = change.refine(
  ({ scope, occurrence }) => scope === "all" || occurrence,
  {
    error: "series.which_date",
    path: ["occurrence"],
  },
);

const onConflict = z.enum(["refuse", "skip"]).default("refuse");

/** A series, and a change of one, as a request to the API makes them. */
export const seriesRequest = seriesInput.extend({ on_conflict: onConflict, decisions });
export const seriesChangeRequest = change
  .extend({ on_conflict: onConflict, decisions, cancel: z.boolean().default(false) })
  .refine(({ scope, occurrence }) => scope === "all" || occurrence, {
    error: "series.which_date",
    path: ["occurrence"],
  });

export type SeriesInput = z.output<typeof seriesInput>;
export type SeriesChange = z.output<typeof seriesChange>;
export type Decision = z.output<typeof decision>;
export type Scope = (typeof SCOPES)[number];

/** What to do where a date is not free: date by date, and one answer for all others. */
export type Choice = { decisions: Decision[]; onConflict: "refuse" | "skip" | "nextBest" };

/** What the events of a calendar file become. */
export const IMPORTS = ["bookings", "closures"] as const;

/** What a calendar file may weigh. */
export const LARGEST_FILE_BYTES = 1_000_000;

/** What becomes of one event of a file; with the bookings that stand in the way of a closure. */
export type EventInWords = {
  summary: string;
  result: string;
  /** Which part of a series is meant; empty for all of it. */
  cut: string;
  reason: string;
  inTheWay: string[];
};

/**
 * What the form for a calendar file shows: the file it looked at, and what became of its events, in
 * words.
 */
export type ImportState = FormState & {
  text: string | null;
  done: boolean;
  as: (typeof IMPORTS)[number];
  /** Ids of the bookings that closures would cancel. */
  displaced: readonly string[];
  /** Whether an event is known from before, and its booking was cancelled since. */
  wasCancelled: boolean;
  events: EventInWords[] | null;
};

/** An address that holds no id names no series. @throws DomainError not_found */
export function seriesId(text: string): string {
  const id = z.uuid().safeParse(text);
  if (!id.success) throw new DomainError("not_found", { code: "series.unknown" });
  return id.data;
}
