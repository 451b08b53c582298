const WIDTH = 96;
const HEIGHT = 28;
const EDGE = 3;

/** The course of a figure as a line without words: the plot and the table of the page say the same. A gap is a gap. */
export function Spark({ values }: { values: (number | null)[] }) {
  const most = Math.max(...values.map((value) => value ?? 0));
  if (most === 0 || values.length < 2) return null;
  const x = (at: number) => EDGE + (at * (WIDTH - 2 * EDGE)) / (values.length - 1);
  const y = (value: number) => HEIGHT - EDGE - (value / most) * (HEIGHT - 2 * EDGE);
  const points = values.map((value, at) =>
    value === null ? null : `${x(at).toFixed(1)} ${y(value).toFixed(1)}`,
  );
  const path = points
    .map((point, at) => point && `${at > 0 && points[at - 1] ? "L" : "M"}${point}`)
    .filter(Boolean)
    .join("");
  const last = points.findLast((point) => point !== null)?.split(" ");
  return (
    <svg className="spark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      <path d={path} />
      {last && <circle cx={last[0]} cy={last[1]} r="2.5" />}
    </svg>
  );
}
