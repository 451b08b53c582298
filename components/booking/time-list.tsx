import { formatDate, formatTimeRange } from "#lib/foundation/i18n/format.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";

type Time = {
  roomId: string;
  roomName: string;
  during: { start: Temporal.Instant; end: Temporal.Instant };
};

type Props<T extends Time> = {
  times: T[];
  locale: Locale;
  timeZone: string;
  hrefOf: (time: T) => string;
};

/** Times to choose from, each one press; under the day they are on. */
export function TimeList<T extends Time>({ times, locale, timeZone, hrefOf }: Props<T>) {
  const days = Map.groupBy(times, ({ during }) => formatDate(locale, during.start, timeZone));
  return [...days].map(([day, ofDay]) => (
    <section key={day}>
      <h2 className="day">{day}</h2>
      <ul className="times">
        {ofDay.map((time) => (
          <li key={time.during.start.toString()}>
            <a className="button quiet" href={hrefOf(time)}>
              {formatTimeRange(locale, time.during, timeZone)}
            </a>
          </li>
        ))}
      </ul>
    </section>
  ));
}
