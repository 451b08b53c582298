import type { ReactNode } from "react";

/** Part of a day in minutes from midnight on the clock of the space. */
export type Stretch = { from: number; to: number };

type Props = {
  /** What the picture shows, in words. */
  label: string;
  open: Stretch[];
  taken: Stretch[];
  now: number;
};

const FROM_HOUR = 8;
const TO_HOUR = 22;
const HEIGHT = 24;
/** Two minutes a unit: wide enough for the hours to be read under it. */
const UNIT = 2;
const at = (minutes: number) =>
  (Math.min(Math.max(minutes, FROM_HOUR * 60), TO_HOUR * 60) - FROM_HOUR * 60) / UNIT;
const WIDTH = ((TO_HOUR - FROM_HOUR) * 60) / UNIT;

/** A line for each full hour: one path, as a page has many of these days. */
const TICKS = Array.from(
  { length: TO_HOUR - FROM_HOUR - 1 },
  (_, index) => `M${at((FROM_HOUR + 1 + index) * 60)} 0v${HEIGHT}`,
).join("");

/** A room's day from eight to ten: open and free, taken, or closed. Red is now. */
export function DayStrip({ label, open, taken, now }: Props) {
  const bars = (stretches: Stretch[], className: string): ReactNode[] =>
    stretches
      .filter(({ from, to }) => at(to) > at(from))
      .map(({ from, to }) => (
        <rect
          key={`${className} ${from}`}
          className={className}
          x={at(from)}
          width={at(to) - at(from)}
          height={HEIGHT}
        />
      ));
  return (
    <svg className="strip" viewBox={`0 0 ${WIDTH} ${HEIGHT + 20}`} role="img" aria-label={label}>
      <rect className="shut" width={WIDTH} height={HEIGHT} />
      {bars(open, "open")}
      {bars(taken, "in-use")}
      <path className="tick" d={TICKS} />
      {now > FROM_HOUR * 60 && now < TO_HOUR * 60 && (
        <path className="now" d={`M${at(now)} 0v${HEIGHT}`} />
      )}
      {Array.from(
        { length: (TO_HOUR - FROM_HOUR) / 2 + 1 },
        (_, index) => FROM_HOUR + 2 * index,
      ).map((hour) => (
        <text
          key={hour}
          x={at(hour * 60)}
          y={HEIGHT + 16}
          textAnchor={hour === FROM_HOUR ? "start" : hour === TO_HOUR ? "end" : "middle"}
        >
          {hour}
        </text>
      ))}
    </svg>
  );
}
