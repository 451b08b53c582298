import type { Band } from "#lib/places/occupancy/rules.ts";

export type BusyHour = { weekday: number; hour: number; band: Band | null };

type Props = {
  hours: BusyHour[];
  days: string[];
  words: Record<"caption" | "hidden", string>;
  bands: Record<Band, string>;
};

/** How tall a bar stands for each word, of the whole. */
const TALL: Record<Band, number> = { quiet: 0.2, busy: 0.6, full: 1 };
const HOUR = 22;
const DAY = 30;
const LABEL = 34;

/** How full it usually is, by day and hour: bars to look at, and the same in words. */
export function BusyHours({ hours, days, words, bands }: Props) {
  const first = Math.min(...hours.map(({ hour }) => hour));
  const last = Math.max(...hours.map(({ hour }) => hour));
  const width = LABEL + (last - first + 1) * HOUR;
  const height = days.length * DAY + 16;
  return (
    <>
      <svg
        className="plot"
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={words.caption}
      >
        {days.map((day, row) => (
          <text key={day} x="0" y={row * DAY + DAY - 6}>
            {day.slice(0, 3)}
          </text>
        ))}
        {hours.map(({ weekday, hour, band }) => {
          const tall = Math.max(2, (band ? TALL[band] : 0) * (DAY - 6));
          return (
            <rect
              key={`${weekday} ${hour}`}
              className={band ?? "none"}
              x={LABEL + (hour - first) * HOUR}
              y={weekday * DAY - tall}
              width={HOUR - 3}
              height={tall}
            />
          );
        })}
        {Array.from({ length: last - first + 1 }, (_, at) => first + at)
          .filter((hour) => hour % 3 === 0)
          .map((hour) => (
            <text key={hour} x={LABEL + (hour - first) * HOUR} y={height - 2}>
              {hour}:00
            </text>
          ))}
      </svg>
      <ul>
        {days.map((day, at) => (
          <li key={day}>
            {`${day} · `}
            {stretches(hours.filter(({ weekday }) => weekday === at + 1))
              .map(
                ({ from, until, band }) => `${from}–${until} ${band ? bands[band] : words.hidden}`,
              )
              .join(", ") || "–"}
          </li>
        ))}
      </ul>
    </>
  );
}

/** Hours that follow each other and are alike, as one. */
function stretches(hours: BusyHour[]): { from: number; until: number; band: Band | null }[] {
  const found: { from: number; until: number; band: Band | null }[] = [];
  for (const { hour, band } of hours) {
    const before = found.at(-1);
    if (before && before.until === hour && before.band === band) before.until = hour + 1;
    else found.push({ from: hour, until: hour + 1, band });
  }
  return found;
}

type DayProps = { hours: BusyHour[]; hour: number; label: string; now: string };

const DAY_HEIGHT = 70;
const DAY_HOUR = 26;

/** One day as bars, with the present hour marked: what the words below say of it too. */
export function BusyDay({ hours, hour: present, label, now }: DayProps) {
  if (hours.every(({ band }) => band === null)) return null;
  const first = Math.min(...hours.map(({ hour }) => hour));
  const last = Math.max(...hours.map(({ hour }) => hour));
  const width = (last - first + 1) * DAY_HOUR;
  return (
    <svg
      className="crowdplot"
      viewBox={`0 -18 ${width} ${DAY_HEIGHT + 38}`}
      role="img"
      aria-label={label}
    >
      {hours.map(({ hour, band }) => {
        const tall = Math.max(2, (band ? TALL[band] : 0) * DAY_HEIGHT);
        const className = hour === present ? "here" : band === "full" ? "full" : undefined;
        return (
          <rect
            key={hour}
            className={className}
            x={(hour - first) * DAY_HOUR + 2}
            y={DAY_HEIGHT - tall}
            width={DAY_HOUR - 4}
            height={tall}
            rx="3"
          />
        );
      })}
      <path d={`M0 ${DAY_HEIGHT}h${width}`} />
      {present >= first && present <= last && (
        <text x={(present - first + 0.5) * DAY_HOUR} y={-4}>
          {now}
        </text>
      )}
      {Array.from({ length: last - first + 1 }, (_, at) => first + at)
        .filter((hour) => hour % 2 === 0)
        .map((hour) => (
          <text key={hour} x={(hour - first + 0.5) * DAY_HOUR} y={DAY_HEIGHT + 17}>
            {hour}
          </text>
        ))}
    </svg>
  );
}
