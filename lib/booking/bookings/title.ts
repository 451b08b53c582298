import { type SQL, sql } from "drizzle-orm";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { type Title, titleIn } from "#lib/foundation/i18n/title.ts";
import { titleSql } from "#lib/foundation/i18n/title-sql.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";

// A booking of a session is shown under the session's title as it reads now, in the reader's
// language. The words that were written into the booking or the series when it was made are shown
// only when no session takes place in it.

/** What a row of `booking` is for, to a reader of this language; null when nobody said. */
export function titleOfBooking(locale: Locale): SQL {
  return sql`coalesce((select ${titleOfSession(locale)} from sessions_session session
    where session.booking_id = booking.id),
    nullif(booking.purpose, ''))`;
}

/** What a row of `series` is for, to a reader of this language; null when nobody said. */
export function titleOfSeries(locale: Locale): SQL {
  return sql`coalesce((select ${titleOfSession(locale)} from booking dated
    join sessions_session session on session.booking_id = dated.id
      where dated.series_id = series.id order by lower(dated.during) desc, dated.id limit 1), nullif(series.purpose, ''))`;
}

/**
 * The title of a row of `session` in this language, or else in the first it has: as `titleIn` does.
 */
export function titleOfSession(locale: Locale): SQL {
  return titleSql(sql`session.title`, locale);
}

/** "Set up as: island tables". */
export function setUpWords(locale: Locale, layout: Title): string {
  return translator(locale, "booking")("layout.setUpAs", { layout: titleIn(layout, locale).text });
}

/** "Not set up as: island tables". */
export function notSetUpWords(locale: Locale, layout: Title): string {
  const { text } = titleIn(layout, locale);
  return translator(locale, "booking")("layout.notSetUpAs", { layout: text });
}

/** What a booking is for, to a reader of this language; empty when nobody said. */
export function purposeIn(
  { session, purpose }: { session: Title | null; purpose: string },
  locale: Locale,
): string {
  return (session && titleIn(session, locale).text) || purpose;
}
