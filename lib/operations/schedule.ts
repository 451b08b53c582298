/** When a job's turn comes, in UTC. */
export type Turn = { everyMinutes: number } | { dailyAt: string };

/** What the worker does by the clock, and when. `lib/worker/jobs.ts` says how each is done. */
export const JOB_TURNS = {
  bookings: { everyMinutes: 1 },
  openings: { dailyAt: "02:10" },
  use: { everyMinutes: 10 },
  closing: { everyMinutes: 15 },
  sealing: { everyMinutes: 10 },
  witness: { everyMinutes: 10 },
  retention: { dailyAt: "02:40" },
  privacy: { dailyAt: "02:50" },
  audit: { dailyAt: "03:20" },
} as const satisfies Record<string, Turn>;

/** What the worker does all the time: each turn of such a loop is noted, once a minute at most. */
export const LOOP_TURNS = {
  letters: { everyMinutes: 1 },
  webhooks: { everyMinutes: 1 },
  seals: { everyMinutes: 1 },
  /** One may be long: nobody is late because of it. */
  tasks: { everyMinutes: 30 },
} as const satisfies Record<string, Turn>;

export type JobName = keyof typeof JOB_TURNS;
export type LoopName = keyof typeof LOOP_TURNS;

export const TURNS: Record<JobName | LoopName, Turn> = { ...JOB_TURNS, ...LOOP_TURNS };

/** How long after its turn a job may still be on its way: one by night is tried again for an hour and more. */
const GRACE_MINUTES = { often: 15, nightly: 120 };

/** As cron writes it. */
export function cronOf(turn: Turn): string {
  if ("everyMinutes" in turn) return turn.everyMinutes === 1 ? "* * * * *" : `*/${turn.everyMinutes} * * * *`;
  const { hour, minute } = Temporal.PlainTime.from(turn.dailyAt);
  return `${minute} ${hour} * * *`;
}

/** The first turn after a moment. Minutes are counted from the full hour, as cron does. */
export function nextTurn(turn: Turn, after: Temporal.Instant): Temporal.Instant {
  const local = after.toZonedDateTimeISO("UTC");
  if ("everyMinutes" in turn) {
    const minute = local.round({ smallestUnit: "minute", roundingMode: "floor" });
    return minute.add({ minutes: turn.everyMinutes - (minute.minute % turn.everyMinutes) }).toInstant();
  }
  const today = local.withPlainTime(Temporal.PlainTime.from(turn.dailyAt));
  const isAhead = Temporal.ZonedDateTime.compare(today, local) > 0;
  return (isAhead ? today : today.add({ days: 1 })).toInstant();
}

/** Whether a turn has come since and gone by unused, with time to spare. @param since the last success, or since when it is known */
export function isLate(turn: Turn, since: Temporal.Instant, now: Temporal.Instant): boolean {
  const minutes = "everyMinutes" in turn ? GRACE_MINUTES.often : GRACE_MINUTES.nightly;
  return Temporal.Instant.compare(nextTurn(turn, since).add({ minutes }), now) < 0;
}
