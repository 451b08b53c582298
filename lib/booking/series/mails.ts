import { z } from "zod";
import type { Database } from "#db/client.ts";
import { whoIsInvited } from "#lib/booking/bookings/invitation.ts";
import { notSetUpWords, setUpWords } from "#lib/booking/bookings/title.ts";
import { plainDateTimeRange } from "#lib/foundation/i18n/format.ts";
import { isolated } from "#lib/foundation/i18n/isolate.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { type CalendarEvent, calendarText } from "#lib/foundation/ical/icalendar.ts";
import { nextSequence } from "#lib/foundation/notifications/calendar-messages.ts";
import type { Compose, Mail } from "#lib/foundation/platform/queues/outbox.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { eventsOfSeries } from "./events.ts";
import { readSeries, type SeriesView } from "./queries.ts";
import { ruleWords } from "./words.ts";

const title = z.object({ nl: z.string(), fr: z.string(), en: z.string() }).partial();

const letterData = z.object({
  seriesId: z.uuid(),
  sequence: z.int(),
  /** Layouts that could not come along: of the whole, and of dates by the id of their booking. */
  left: z
    .object({ whole: title.nullable(), dates: z.record(z.uuid(), title) })
    .default({ whole: null, dates: {} }),
});

/**
 * What a letter about a series is for; `shortened` is what became of the earlier dates of one that
 * was split.
 */
export type SeriesNews = "booked" | "changed" | "cancelled" | "shortened";

/**
 * One letter for all the dates of a series, with an invitation that puts all of them right in the
 * reader's calendar.
 */
export function composeSeriesMail(what: SeriesNews): Compose {
  return async (db, { data, locale, to, personId }) => {
    const { seriesId, sequence, left } = letterData.parse(data);
    const series = await readSeries(db, seriesId);
    // A later change has queued a letter of its own.
    if (!series || series.sequence > sequence) return null;

    const t = translator(locale, "series");
    const { spaceName } = series;
    const kept = series.dates.filter(({ status }) => status === "confirmed");
    const words = wordsOfSeries(locale, series, left);
    const address = `${settings().publicUrl}/${locale}/desk/series/${seriesId}`;
    const dateLines = kept.map((date) => lineOfDate(locale, series, date, left));
    return {
      inList: {
        heading: t(`mail.${what}`, { space: spaceName }),
        at: kept[0]?.during.start.toString() ?? "",
        line: [words.join(", "), ...dateLines].join("\n  "),
      },
      subject: t(`mail.${what}`, { space: spaceName }),
      text: [
        t(`mail.${what}`, { space: spaceName }),
        "",
        ...words,
        "",
        ...dateLines,
        "",
        address,
        "",
        translator(locale, "booking")("mail.bye"),
      ].join("\n"),
      invitation: await invitationOf(
        db,
        series,
        { to, personId },
        { description: [...words, address].join("\n"), url: address },
      ),
    };
  };
}

type Left = z.output<typeof letterData>["left"];

/** Where it is, how it repeats, and how its room is set up. */
function wordsOfSeries(
  locale: Locale,
  { spaceName, roomName, rule, layout, timeZone }: SeriesView,
  left: Left,
): string[] {
  return [
    `${isolated(spaceName)} – ${isolated(roomName)}`,
    ruleWords(locale, rule, timeZone),
    ...(layout ? [setUpWords(locale, layout)] : []),
    ...(left.whole ? [notSetUpWords(locale, left.whole)] : []),
  ];
}

/** One date, with what is other than of the whole series. */
function lineOfDate(
  locale: Locale,
  { roomName, timeZone }: SeriesView,
  { bookingId, during, roomName: room }: SeriesView["dates"][number],
  left: Left,
): string {
  const lost = left.dates[bookingId];
  return [
    plainDateTimeRange(locale, during, timeZone),
    ...(room === roomName ? [] : [isolated(room)]),
    ...(lost ? [notSetUpWords(locale, lost)] : []),
  ].join(" – ");
}

/** @see RFC 5546, sections 3.2.2 and 3.2.5: one UID, and all its exceptions with it */
async function invitationOf(
  db: Database,
  series: SeriesView,
  { to, personId }: { to: string; personId?: string | null | undefined },
  words: Pick<CalendarEvent, "description" | "url">,
): Promise<NonNullable<Mail["invitation"]>> {
  const { spaceName, address, dates, cancelledAt } = series;
  const host = new URL(settings().publicUrl).hostname;
  const uid = `${series.id}@${host}`;
  const least = dates.reduce((sum, date) => sum + date.sequence, series.sequence);
  const sequence = await nextSequence(db, { personId, uid, least });
  const sent = dates.map((date) => ({ ...date, id: date.bookingId }));
  const { whole, single } = eventsOfSeries({ ...series, sequence }, sent, host);
  const inRoom = (roomName: string) => ({
    ...words,
    stamp: Temporal.Now.instant(),
    summary: `${roomName}, ${spaceName}`,
    place: { title: `${spaceName}, ${roomName}`, address },
    ...whoIsInvited(to),
  });
  const method = cancelledAt ? "CANCEL" : "REQUEST";
  const events = [
    { ...whole, ...inRoom(series.roomName) },
    ...single.map(({ date, event }) => ({ ...event, ...inRoom(date.roomName) })),
  ];
  const content = calendarText({ product: "Booking", method, events });
  return { method, content, uid, recurrenceId: null, sequence };
}
