import type { Coming } from "#components/booking/coming.tsx";
import type { BookingView } from "#lib/booking/bookings/queries.ts";
import { formatDate, formatShortMonth, formatTimeRange } from "#lib/foundation/i18n/format.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { nearTime } from "#lib/foundation/i18n/near-time.ts";
import { type Translate, translator } from "#lib/foundation/i18n/translator.ts";
import type { SessionView } from "#lib/learning/sessions/queries.ts";
import { titleIn } from "#lib/learning/sessions/rules.ts";

type Timed = { during: { start: Temporal.Instant; end: Temporal.Instant }; timeZone: string };

/** A day as somebody says it, and as a leaf of a calendar shows it. */
function dayParts(
  { during: { start, end }, timeZone }: Timed,
  locale: Locale,
  now: Temporal.Instant,
) {
  const { day } = nearTime(locale, start, timeZone, now);
  const date = formatDate(locale, start, timeZone, now);
  const zoned = start.toZonedDateTimeISO(timeZone);
  const near = day ?? translator(locale, "booking")("mine.today");
  return {
    day: date.startsWith(near) ? date : `${near}, ${date}`,
    month: formatShortMonth(locale, zoned.toPlainDate()),
    date: `${zoned.day}`,
    hours: formatTimeRange(locale, { start, end }, timeZone),
  };
}

/** A booking as the learner's home shows it. */
export function comingBooking(
  booking: BookingView,
  locale: Locale,
  now: Temporal.Instant,
  t: Translate,
): Coming {
  const { id, roomName, spaceName, spaceSlug, people, status } = booking;
  return {
    key: id,
    href: `/${locale}/me/bookings/${id}`,
    title: `${roomName}, ${t("check.people", { count: people })}`,
    place: spaceName,
    wayHref: `/${locale}/spaces/${spaceSlug}#way`,
    ...dayParts(booking, locale, now),
    state:
      status === "confirmed"
        ? { kind: "free", words: t("mine.booked") }
        : { kind: "busy", words: t(status === "offered" ? "mine.offered" : "mine.asked") },
  };
}

/** A session that somebody has a place in, or waits for, as the learner's home shows it. */
export function comingSession(
  session: SessionView,
  place: "enrolled" | "waiting" | undefined,
  locale: Locale,
  now: Temporal.Instant,
): Coming {
  const t = translator(locale, "booking");
  const { text, lang } = titleIn(session.title, locale);
  return {
    key: session.id,
    href: `/${locale}/sessions/${session.id}`,
    title: text,
    lang: lang === locale ? undefined : lang,
    place: [session.spaceName, session.roomName].filter(Boolean).join(", "),
    wayHref: `/${locale}/spaces/${session.spaceSlug}#way`,
    ...dayParts(session, locale, now),
    state:
      place === "waiting"
        ? { kind: "busy", words: t("mine.waiting") }
        : { kind: "free", words: t("mine.enrolled") },
  };
}
