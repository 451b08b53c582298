import { formatDateTimeRange } from "#lib/foundation/i18n/format.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";

type Props = {
  bookings: {
    id: string;
    title: string;
    roomName: string;
    during: { start: Temporal.Instant; end: Temporal.Instant };
  }[];
  title: string;
  hint: string;
  locale: Locale;
  timeZone: string;
};

/** Bookings that no longer fit, each a link to where it is moved; nothing when all do. */
export function BookingsToMove({ bookings, title: heading, hint, locale, timeZone }: Props) {
  if (bookings.length === 0) return null;
  return (
    <section>
      <h2>{heading}</h2>
      <p>{hint}</p>
      <ol className="cards">
        {bookings.map(({ id, title, roomName, during }) => (
          <li className="card" key={id}>
            <div>
              <h3>
                <a href={`/${locale}/me/bookings/${id}`}>
                  <bdi>{title}</bdi>
                </a>
              </h3>
              <p className="fact">
                {formatDateTimeRange(locale, during, timeZone)} · <bdi>{roomName}</bdi>
              </p>
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
