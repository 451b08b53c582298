import type { ICalEventData } from "ical-generator";
import { z } from "zod";
import { invitationCalendar, whoIsInvited } from "#lib/booking/invitation.ts";
import { formatDateTimeRange } from "#lib/i18n/format.ts";
import { translator } from "#lib/i18n/translator.ts";
import type { Compose, Mail } from "#lib/platform/outbox.ts";
import { settings } from "#lib/platform/settings.ts";
import { eventsOfSeries } from "./events.ts";
import { readSeries, type SeriesView } from "./queries.ts";
import { ruleWords } from "./words.ts";

const told = z.object({ seriesId: z.uuid(), sequence: z.int() });

/** What a letter about a series is for; `shortened` is what became of the earlier dates of one that was split. */
export type SeriesNews = "booked" | "changed" | "cancelled" | "shortened";

/** One letter for all the dates of a series, with an invitation that puts all of them right in the reader's calendar. */
export function composeSeriesMail(what: SeriesNews): Compose {
  return async (db, { data, locale, to }) => {
    const { seriesId, sequence } = told.parse(data);
    const series = await readSeries(db, seriesId);
    // A later change has queued a letter of its own.
    if (!series || series.sequence > sequence) return null;

    const t = translator(locale, "series");
    const { spaceName, roomName, rule, timeZone, dates } = series;
    const kept = dates.filter(({ status }) => status === "confirmed");
    const words = [`${spaceName} – ${roomName}`, ruleWords(locale, rule, timeZone)];
    const address = `${settings().publicUrl}/${locale}/desk/series/${seriesId}`;
    return {
      subject: t(`mail.${what}`, { space: spaceName }),
      text: [
        t(`mail.${what}`, { space: spaceName }),
        "",
        ...words,
        "",
        ...kept.map(
          ({ during, roomName: room }) =>
            `${formatDateTimeRange(locale, during, timeZone)}${room === roomName ? "" : ` – ${room}`}`,
        ),
        "",
        address,
        "",
        translator(locale, "booking")("mail.bye"),
      ].join("\n"),
      invitation: invitationOf(series, to, { description: [...words, address].join("\n"), url: address }),
    };
  };
}

/** @see RFC 5546, sections 3.2.2 and 3.2.5: one UID, and all its exceptions with it */
function invitationOf(
  series: SeriesView,
  to: string,
  words: Pick<ICalEventData, "description" | "url">,
): NonNullable<Mail["invitation"]> {
  const { spaceName, address, dates, cancelledAt } = series;
  const calendar = invitationCalendar(cancelledAt !== null, to);
  const told = dates.map((date) => ({ ...date, id: date.bookingId }));
  const { whole, single } = eventsOfSeries(series, told, new URL(settings().publicUrl).hostname);
  const inRoom = (roomName: string): Partial<ICalEventData> => ({
    ...words,
    stamp: Temporal.Now.zonedDateTimeISO("UTC"),
    summary: `${roomName}, ${spaceName}`,
    location: { title: `${spaceName}, ${roomName}`, address },
    ...whoIsInvited(to),
  });
  calendar.createEvent({ ...whole, ...inRoom(series.roomName) });
  for (const { date, event } of single)
    if (event.id === whole.id) calendar.createEvent({ ...event, ...inRoom(date.roomName) });
  return { method: cancelledAt ? "CANCEL" : "REQUEST", content: calendar.toString() };
}
