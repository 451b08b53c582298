export type Bar = {
  series: string;
  share: number | null;
  /** Why there is no bar: never drawn as nothing. */
  words?: string | undefined;
};

export type BarGroup = { key: string; label: string; bars: Bar[] };

const LABEL = 22;
const BAR = 16;
const THICK = 12;
const GAP = 12;
/** Of the width, so that the figure of the longest bar has its place behind it. */
const LONGEST = 80;

/**
 * Figures side by side, drawn on the server; the table after it says the same in numbers. Lengths
 * are parts of the width and letters are as large as in the text, so that it reads the same on a
 * phone: the label stands above its bars.
 */
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
  const most = Math.max(
    least,
    ...groups.flatMap(({ bars }) => bars.map(({ share }) => share ?? 0)),
  );
  const tops: number[] = [];
  let height = 0;
  for (const { bars } of groups) {
    tops.push(height);
    height += LABEL + bars.length * BAR + GAP;
  }
  return (
    <svg className="plot bars" width="100%" height={height} role="img" aria-label={title}>
      {groups.map(({ key, label, bars }, row) => (
        <g key={key} transform={`translate(0 ${tops[row]})`}>
          <text y="15">{label}</text>
          {bars.map(({ series, share, words }, at) => {
            const y = LABEL + at * BAR;
            if (share === null)
              return words ? (
                <text key={series} className="unshown" y={y + 11}>
                  {words}
                </text>
              ) : null;
            const width = (share / most) * LONGEST;
            return (
              <g key={series}>
                <rect
                  className={series}
                  y={y}
                  width={`${width.toFixed(2)}%`}
                  height={THICK}
                  rx="2"
                />
                <text className="value" x={`${width.toFixed(2)}%`} dx="6" y={y + 11}>
                  {format(share)}
                </text>
              </g>
            );
          })}
        </g>
      ))}
    </svg>
  );
}
