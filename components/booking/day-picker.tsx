import { formatShortMonth, shortWeekdayNames } from "#lib/foundation/i18n/format.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import type { Translate } from "#lib/foundation/i18n/translator.ts";

/** @property free how many times can be chosen; none and closed are told apart */
export type DayToPick = { day: Temporal.PlainDate; free: number; isClosed: boolean };

type Props = {
  days: DayToPick[];
  chosen: Temporal.PlainDate | null;
  locale: Locale;
  t: Translate;
  hrefOf: (day: Temporal.PlainDate) => string;
};

/**
 * Days side by side, each with whether something is free on it. One on which nothing is cannot be
 * pressed, and still says why.
 */
export function DayPicker({ days, chosen, locale, t, hrefOf }: Props) {
  const weekdays = shortWeekdayNames(locale);
  return (
    <ol className="days">
      {days.map(({ day, free, isClosed }) => {
        const words = (
          <>
            <span>{weekdays[day.dayOfWeek - 1]}</span>
            <b>{day.day}</b>
            <span>{formatShortMonth(locale, day)}</span>
            <span>{stateWords(free, isClosed, t)}</span>
          </>
        );
        return (
          <li key={day.toString()}>
            {free > 0 ? (
              <a
                className="day-pick"
                href={hrefOf(day)}
                aria-current={chosen?.equals(day) ? "date" : undefined}
              >
                {words}
              </a>
            ) : (
              <span className="day-pick">{words}</span>
            )}
          </li>
        );
      })}
    </ol>
  );
}

/** With as few, each counts. */
const FEW = 3;

function stateWords(free: number, isClosed: boolean, t: Translate): string {
  if (isClosed) return t("when.closed");
  if (free === 0) return t("when.full");
  return free <= FEW ? t("when.fewFree", { count: free }) : t("when.free");
}
