import { series } from "#db/schema/booking.ts";
import { haveTurn } from "#lib/booking/allocation/turns.ts";
import { checkLayout } from "#lib/booking/bookings/layouts.ts";
import type { Title } from "#lib/foundation/i18n/title.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import { actorKey, type Context } from "#lib/foundation/identity/context.ts";
import { authenticated } from "#lib/foundation/identity/permission/policy.ts";
import { answerOnce, keepFirstAnswer } from "#lib/foundation/platform/database/idempotency.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { enqueue } from "#lib/foundation/platform/queues/outbox.ts";
import type { DateState } from "./choices.ts";
import { windowFrom, withEnd } from "./from-now-on.ts";
import type { SeriesNews } from "./mails.ts";
import { type Place, placeOf, statesOf } from "./queries.ts";
import { parseRule, ruleText } from "./rule-text.ts";
import { fromFirstDate, occurrencesOf } from "./rules.ts";
import type { Choice, SeriesInput } from "./schema.ts";
import { bookDate, decided, type SeriesOwner, stateFor, takingDates } from "./take.ts";

export type BookedSeries = {
  id: string;
  version: number;
  rule: string;
  dates: { occurrence: string; start: string; end: string; roomId: string; bookingId: string }[];
  /** Dates that were left out, and why they were not free. */
  skipped: ReturnType<typeof stateFor>[];
};

/**
 * Books every date of a series for the actor, for staff of the space: all of it happens, or
 * nothing. One letter. A rule without an end is taken as far ahead as the room can be booked, and
 * the answer has the rule with that end.
 *
 * @param key idempotency key: the same key and request get the first answer again, and one series
 * @throws DomainError conflict with the dates that are not free; invalid with what is wrong with
 *   the rule
 */
export async function bookSeries(
  ctx: Context,
  input: SeriesInput,
  choice: Choice,
  key?: string,
): Promise<BookedSeries> {
  const { personId: bookedBy } = authenticated(ctx.actor, "booking.request", "booking.manage");
  const place = await placeOf(ctx, input.roomId);
  const ask = key
    ? { actorKey: actorKey(ctx.actor), key, request: { series: input, choice } }
    : null;
  return answerOnce(ctx.db, ask, () =>
    takingDates(ctx, async (within) => {
      const booked = await bookWhole(within, { ...input, bookedBy }, choice, place);
      await keepFirstAnswer(within.db, ask, booked);
      return booked;
    }),
  );
}

async function bookWhole(
  ctx: Context,
  input: SeriesInput & { bookedBy: string },
  choice: Choice,
  { spaceId, spaceSlug, timeZone, horizonDays }: Place,
): Promise<BookedSeries> {
  const ended = withEnd(input, timeZone, windowFrom(ctx.now, timeZone, horizonDays));
  const timing = fromFirstDate(ended, timeZone);
  await haveTurn(ctx, spaceId, input.equipment);
  const { roomId, people, equipment, purpose, layoutId = null, bookedBy } = input;
  await checkLayout(ctx, layoutId, { roomId, people });
  const wanted = occurrencesOf(timing, timeZone).map((date) => ({ ...date, roomId, people }));
  const states = await statesOf(ctx, spaceSlug, wanted, equipment);
  const { taken, skipped } = await decided(ctx, spaceSlug, states, choice);
  if (taken.length === 0) throw new DomainError("conflict", { code: "series.nothing_left" });

  const id = crypto.randomUUID();
  const whole: SeriesOwner = { id, roomId, people, equipment, purpose, layoutId, bookedBy };
  const { firstStart, firstEnd, extraStarts } = timing;
  const rule = ruleText(parseRule(timing.rule, timeZone), timeZone);
  const excludedStarts = [...timing.excludedStarts, ...skipped.map(({ start }) => start)];
  await ctx.db
    .insert(series)
    .values({ ...whole, spaceId, rule, firstStart, firstEnd, extraStarts, excludedStarts });
  const { dates, left } = await bookDates(ctx, whole, taken);
  const counts = { dates: dates.length, skipped: skipped.length };
  await notify(ctx, "booked", { id, spaceId, bookedBy, sequence: 0 }, counts, left);
  return { id, version: 1, rule, dates, skipped: skipped.map(stateFor) };
}

/** Books each date, in order, and says which of them are without their layout. */
async function bookDates(
  ctx: Context,
  whole: SeriesOwner,
  taken: DateState[],
): Promise<{ dates: BookedSeries["dates"]; left: LeftBehind }> {
  const dates: BookedSeries["dates"] = [];
  const left: LeftBehind = { whole: null, dates: {} };
  for (const date of taken) {
    const { booking, leftLayout } = await bookDate(ctx, whole, date);
    if (leftLayout) left.dates[booking.id] = leftLayout;
    const { id: bookingId, start, end, roomId } = booking;
    const occurrence = date.start.toString({ smallestUnit: "minute" });
    dates.push({ occurrence, start, end, roomId, bookingId });
  }
  return { dates, left };
}

/** Layouts that could not come along to another room: of the whole series, and of single dates. */
export type LeftBehind = { whole: Title | null; dates: Record<string, Title> };

/** One letter and one line in the audit log for all the dates. */
export async function notify(
  ctx: Context,
  what: SeriesNews,
  {
    id,
    spaceId,
    bookedBy,
    sequence,
  }: { id: string; spaceId: string; bookedBy: string; sequence: number },
  data: Record<string, number> = {},
  left: LeftBehind = { whole: null, dates: {} },
): Promise<void> {
  await enqueue(ctx.db, {
    template: `series-${what}`,
    personId: bookedBy,
    data: { seriesId: id, sequence, left },
  });
  await recordAudit(ctx.db, {
    actor: ctx.actor,
    action: `series.${what}`,
    spaceId,
    subject: id,
    data,
  });
}
