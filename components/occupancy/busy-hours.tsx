import { daysAlike } from "#lib/foundation/i18n/days-alike.ts";
import { unbroken } from "#lib/foundation/i18n/format.ts";
import { BANDS, type Band } from "#lib/places/occupancy/rules.ts";
import { wordPlace } from "./word-place.ts";

export type BusyHour = { weekday: number; hour: number; band: Band | null };

type Props = {
  hours: BusyHour[];
  days: string[];
  caption: string;
  bands: Record<Band, string>;
  /** Where too little was counted. */
  hidden: string;
};

/** How tall a bar stands for each word, of the whole. */
const TALL: Record<Band, number> = { quiet: 0.2, busy: 0.6, full: 1 };
const HOUR = 28;
const DAY = 34;
const LABEL = 46;
const GAP = 3;
const FOOT = 22;
/** How many hours of an axis are named. */
const NAMED_EVERY = 2;

/** How full it usually is, by day and hour: squares, the darker the fuller. */
export function BusyMap({ hours, days, caption, bands }: Omit<Props, "hidden">) {
  const first = Math.min(...hours.map(({ hour }) => hour));
  const last = Math.max(...hours.map(({ hour }) => hour));
  const shown = days.filter((_, at) => hours.some(({ weekday }) => weekday === at + 1));
  const width = LABEL + (last - first + 1) * HOUR;
  const height = shown.length * DAY;
  return (
    <>
      <p className="legend heat">
        {BANDS.map((band) => (
          <span key={band} className={band}>
            {bands[band]}
          </span>
        ))}
      </p>
      <svg
        className="plot heat"
        viewBox={`0 0 ${width} ${height + FOOT}`}
        role="img"
        aria-label={caption}
      >
        {shown.map((day, row) => (
          <text key={day} x="0" y={row * DAY + DAY / 2 + 4}>
            {day}
          </text>
        ))}
        {hours.map(({ weekday, hour, band }) => (
          <rect
            key={`${weekday} ${hour}`}
            className={band ?? "none"}
            x={LABEL + (hour - first) * HOUR}
            y={shown.indexOf(days[weekday - 1] ?? "") * DAY}
            width={HOUR - GAP}
            height={DAY - GAP}
            rx="4"
          />
        ))}
        {Array.from({ length: last - first + 1 }, (_, at) => first + at)
          .filter((hour) => hour % NAMED_EVERY === 0)
          .map((hour) => (
            <text key={hour} x={LABEL + (hour - first) * HOUR} y={height + FOOT - 6}>
              {hour}
            </text>
          ))}
      </svg>
    </>
  );
}

/** The same in words, days that are alike together. */
export function BusyWords({ hours, days, bands, hidden }: Omit<Props, "caption">) {
  const texts = days.map(
    (_, at) =>
      stretches(hours.filter(({ weekday }) => weekday === at + 1))
        .map(
          ({ from, until, band }) =>
            `${unbroken(`${from}–${until}`)} ${band ? bands[band] : hidden}`,
        )
        .join(", ") || "–",
  );
  return (
    <ul>
      {daysAlike(days, texts).map(({ days: names, text }) => (
        <li key={names}>{`${names} · ${text}`}</li>
      ))}
    </ul>
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
        <text x={wordPlace((present - first + 0.5) * DAY_HOUR, now, width)} y={-4}>
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
