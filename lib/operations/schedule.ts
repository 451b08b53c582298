import type { Turn } from "#lib/module.ts";
import { everyPart, type NamesIn } from "#lib/modules.ts";

export type { Turn } from "#lib/module.ts";

export type JobName = NamesIn<"jobs">;
export type LoopName = NamesIn<"loops">;

/** What the worker does by the clock, and when. */
export const JOB_TURNS = everyPart("jobs");

/** What the worker does all the time: each turn of such a loop is noted, once a minute at most. */
export const LOOP_TURNS = everyPart("loops");

export const TURNS: Record<JobName | LoopName, Turn> = { ...JOB_TURNS, ...LOOP_TURNS };

/**
 * How long after its turn a job may still be on its way: one by night is tried again for an hour
 * and more.
 */
const GRACE_MINUTES = { often: 15, nightly: 120 };

/** As cron writes it. */
export function cronOf(turn: Turn): string {
  if ("everyMinutes" in turn)
    return turn.everyMinutes === 1 ? "* * * * *" : `*/${turn.everyMinutes} * * * *`;
  const { hour, minute } = Temporal.PlainTime.from(turn.dailyAt);
  return `${minute} ${hour} * * *`;
}

/** The first turn after a moment. Minutes are counted from the full hour, as cron does. */
export function nextTurn(turn: Turn, after: Temporal.Instant): Temporal.Instant {
  const local = after.toZonedDateTimeISO("UTC");
  if ("everyMinutes" in turn) {
    const minute = local.round({ smallestUnit: "minute", roundingMode: "floor" });
    return minute
      .add({ minutes: turn.everyMinutes - (minute.minute % turn.everyMinutes) })
      .toInstant();
  }
  const today = local.withPlainTime(Temporal.PlainTime.from(turn.dailyAt));
  const isAhead = Temporal.ZonedDateTime.compare(today, local) > 0;
  return (isAhead ? today : today.add({ days: 1 })).toInstant();
}

/**
 * Whether a turn has come since and gone by unused, with time to spare.
 *
 * @param since the last success, or since when it is known
 */
export function isLate(turn: Turn, since: Temporal.Instant, now: Temporal.Instant): boolean {
  const minutes = "everyMinutes" in turn ? GRACE_MINUTES.often : GRACE_MINUTES.nightly;
  return Temporal.Instant.compare(nextTurn(turn, since).add({ minutes }), now) < 0;
}
