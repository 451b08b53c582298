type Line = { series: string; values: (number | null)[] };

type Props = {
  title: string;
  /** One a step, in the order of the values. */
  labels: string[];
  lines: Line[];
  format: (value: number) => string;
  /** What the whole height stands for where nothing is more. */
  least?: number;
};

const HEIGHT = 190;
const TOP = 14;
const FOOT = 30;
/** In parts of the width: room for the words of the axis. */
const LEFT = 16;
const RIGHT = 3;
const STEPS = 4;
/** More words than these, or longer ones together, would touch on a phone. */
const MOST_LABELS = 7;
const MOST_LETTERS = 34;

/**
 * The course of a few figures: each a line of its own colour and dash. A gap is a gap. The table
 * behind it says the same.
 */
export function CourseLines({ title, labels, lines, format, least = 0.1 }: Props) {
  const highest = Math.max(
    least,
    ...lines.flatMap(({ values }) => values.map((value) => value ?? 0)),
  );
  const step = roundStep(highest / STEPS);
  const most = Math.ceil(highest / step - 1e-9) * step;
  const part = (at: number) => (labels.length < 2 ? 0.5 : at / (labels.length - 1));
  const across = (at: number) => `${(LEFT + part(at) * (100 - LEFT - RIGHT)).toFixed(2)}%`;
  const drawn = HEIGHT - TOP - FOOT;
  const down = (value: number) => TOP + drawn - (value / most) * drawn;
  const longest = Math.max(1, ...labels.map(({ length }) => length));
  const fitting = Math.min(MOST_LABELS, Math.max(1, Math.floor(MOST_LETTERS / longest)));
  const every = Math.ceil(labels.length / fitting);
  const levels = Array.from({ length: Math.round(most / step) + 1 }, (_, at) => at * step);
  return (
    <svg className="plot course" width="100%" height={HEIGHT} role="img" aria-label={title}>
      {levels.map((level) => (
        <g key={level}>
          <line
            className="grid"
            x1={`${LEFT}%`}
            x2={`${100 - RIGHT}%`}
            y1={down(level)}
            y2={down(level)}
          />
          <text x={`${LEFT - 2}%`} y={down(level) + 4} textAnchor="end">
            {format(level)}
          </text>
        </g>
      ))}
      {labels.map((label, at) =>
        at % every === 0 ? (
          <text key={label} x={across(at)} y={HEIGHT - 8} textAnchor="middle">
            {label}
          </text>
        ) : null,
      )}
      {lines.map(({ series, values }) => (
        <g key={series} className={series}>
          {values.map((value, at) => {
            const before = at > 0 ? (values[at - 1] ?? null) : null;
            const isAlone = before === null && (values[at + 1] ?? null) === null;
            if (value === null) return null;
            return (
              <g key={labels[at]}>
                {before !== null && (
                  <line x1={across(at - 1)} y1={down(before)} x2={across(at)} y2={down(value)} />
                )}
                {(isAlone || at === values.findLastIndex((one) => one !== null)) && (
                  <circle cx={across(at)} cy={down(value)} r="4" />
                )}
              </g>
            );
          })}
        </g>
      ))}
    </svg>
  );
}

/** 1, 2 or 5 of a power of ten: what people count in. */
function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  return ([1, 2, 5].find((one) => one * power >= step - 1e-9) ?? 10) * power;
}
