/**
 * What a tablet hears about an arrival or a departure. Each has its sentence in three languages.
 */
export const OUTCOMES = [
  "arrived",
  "here_already",
  "arrived_unnamed",
  "left",
  "left_unnamed",
  "not_here",
  "nobody_unnamed",
  "card_revoked",
  "card_unknown",
  "later",
  "too_old",
  "not_yours",
  "not_enrolled",
  "not_allowed",
  "unreadable",
] as const;

export type Outcome = (typeof OUTCOMES)[number];

const REFUSALS: readonly Outcome[] = [
  "card_revoked",
  "card_unknown",
  "too_old",
  "not_yours",
  "not_enrolled",
  "not_allowed",
  "unreadable",
];
const UNCERTAIN: readonly Outcome[] = ["not_here", "nobody_unnamed", "later"];

/** Green, amber or red, always beside the words. */
export function toneOf(outcome: Outcome): "good" | "unsure" | "bad" {
  if (REFUSALS.includes(outcome)) return "bad";
  return UNCERTAIN.includes(outcome) ? "unsure" : "good";
}

/**
 * A new code at the door so often, and how long one is good that is not the newest any more: a
 * minute in all.
 */
export const CODE_SECONDS = 20;
export const GRACE_SECONDS = 40;

/** Clocks differ by seconds; from here on a clock is wrong. */
const CLOCK_TOLERANCE_SECONDS = 120;
const KEPT_DAYS = 60;

/**
 * When it happened on our clock.
 *
 * @param deviceNow what the device's clock says as it sends, so that its error is known
 * @returns null for what is older than a queue is kept
 */
export function momentOf(
  at: Temporal.Instant,
  { deviceNow, now }: { deviceNow: Temporal.Instant; now: Temporal.Instant },
): { at: Temporal.Instant; corrected: boolean } | null {
  const offset = deviceNow.until(now);
  const corrected = Math.abs(offset.total("seconds")) > CLOCK_TOLERANCE_SECONDS;
  const ours = corrected ? at.add(offset) : at;
  if (ours.until(now).total("hours") > KEPT_DAYS * 24) return null;
  return { at: Temporal.Instant.compare(ours, now) > 0 ? now : ours, corrected };
}

/** How somebody felt, why they came, what nearly stopped them, whether they come back. */
export const PULSE = {
  mood: ["good", "fair", "poor"],
  reason: ["learn", "computer", "help", "meet", "work", "other"],
  obstacle: ["cost", "schedule", "distance", "family", "health", "requirements", "none"],
  again: ["yes", "maybe", "no"],
} as const;

export type PulseQuestion = keyof typeof PULSE;
export const PULSE_QUESTIONS = Object.keys(PULSE) as PulseQuestion[];

/** Fewer answers could point at somebody. */
export const PULSE_THRESHOLD = 5;
