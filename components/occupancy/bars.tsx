export type Bar = { series: string; share: number | null };

export type BarGroup = { key: string; label: string; bars: Bar[] };

const WIDTH = 372;
const LABEL = 140;
const BAR = 9;
const GAP = 8;
const LONGEST_LABEL = 19;

/** Figures side by side, drawn on the server; the table after it says the same in numbers. */
export function Bars({
  title,
  groups,
  format,
  least = 0.1,
}: {
  title: string;
  groups: BarGroup[];
  format: (share: number) => string;
  /** What the whole width stands for where nothing is more. */
  least?: number;
}) {
  const most = Math.max(least, ...groups.flatMap(({ bars }) => bars.map(({ share }) => share ?? 0)));
  const rowHeight = (groups[0]?.bars.length ?? 1) * BAR + GAP;
  const scale = (share: number) => ((WIDTH - LABEL - 46) * share) / most;
  return (
    <svg className="plot" viewBox={`0 0 ${WIDTH} ${groups.length * rowHeight}`} role="img" aria-label={title}>
      {groups.map(({ key, label, bars }, row) => (
        <g key={key}>
          <text x={LABEL - 6} y={row * rowHeight + rowHeight / 2} textAnchor="end">
            {label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL - 1)}…` : label}
          </text>
          {bars.map(({ series, share }, at) =>
            share === null ? null : (
              <g key={series}>
                <rect
                  className={series}
                  x={LABEL}
                  y={row * rowHeight + at * BAR}
                  width={scale(share)}
                  height={BAR - 1.5}
                />
                <text className="value" x={LABEL + scale(share) + 4} y={row * rowHeight + at * BAR + BAR - 2}>
                  {format(share)}
                </text>
              </g>
            ),
          )}
        </g>
      ))}
    </svg>
  );
}
