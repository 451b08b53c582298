import { Icon, type IconName } from "#components/ui/icon.tsx";
import { formatTime } from "#lib/foundation/i18n/format.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import type { Translate } from "#lib/foundation/i18n/translator.ts";

/** @property href null for what is taken */
export type TimeToPick = {
  during: { start: Temporal.Instant; end: Temporal.Instant };
  href: string | null;
};

type Props = { times: TimeToPick[]; timeZone: string; locale: Locale; t: Translate };

const NOON = 12;
const EVENING = 18;
const PARTS = ["morning", "afternoon", "evening"] as const;
const ICONS: Record<(typeof PARTS)[number], IconName> = {
  morning: "sun",
  afternoon: "clock",
  evening: "moon",
};

/**
 * The times of a day by part of the day, each one press; what is taken is struck through, and still
 * named.
 */
export function TimePicker({ times, timeZone, locale, t }: Props) {
  const parts = Map.groupBy(times, ({ during }) =>
    partOf(during.start.toZonedDateTimeISO(timeZone).hour),
  );
  return PARTS.map((part) => {
    const ofPart = parts.get(part);
    if (!ofPart) return null;
    return (
      <section className="day-part" key={part}>
        <h3>
          <Icon name={ICONS[part]} />
          {t(`when.${part}`)}
        </h3>
        <ul className="times">
          {ofPart.map(({ during: { start, end }, href }) => {
            const from = formatTime(locale, start, timeZone);
            return (
              <li key={start.toString()}>
                {href ? (
                  <a
                    className="time-pick"
                    href={href}
                    aria-label={`${from}–${formatTime(locale, end, timeZone)}`}
                  >
                    {from}
                  </a>
                ) : (
                  <s className="time-pick">{from}</s>
                )}
              </li>
            );
          })}
        </ul>
      </section>
    );
  });
}

function partOf(hour: number): (typeof PARTS)[number] {
  if (hour < NOON) return "morning";
  return hour < EVENING ? "afternoon" : "evening";
}
