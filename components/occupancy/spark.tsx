const WIDTH = 200;
const HEIGHT = 40;
const EDGE = 3;

/**
 * The course of a figure as a line without words: the plot and the table of the page say the same.
 * A gap is a gap.
 */
export function Spark({ values }: { values: (number | null)[] }) {
  const most = Math.max(...values.map((value) => value ?? 0));
  if (most === 0 || values.filter((value) => value !== null).length < 2) return null;
  const x = (at: number) => ((at * WIDTH) / (values.length - 1)).toFixed(1);
  const y = (value: number) => (HEIGHT - EDGE - (value / most) * (HEIGHT - 2 * EDGE)).toFixed(1);
  const runs = runsOf(values);
  return (
    <svg
      className="spark"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {runs.map((run) => {
        const points = run.map(({ at, value }) => `${x(at)} ${y(value)}`);
        const [first, last] = [run[0]?.at ?? 0, run.at(-1)?.at ?? 0];
        return (
          <g key={first}>
            <path
              className="area"
              d={`M${x(first)} ${HEIGHT}L${points.join("L")}L${x(last)} ${HEIGHT}Z`}
            />
            <path d={`M${points.join("L")}${points.length === 1 ? "h.01" : ""}`} />
          </g>
        );
      })}
    </svg>
  );
}

/** The values that follow each other without a gap. */
function runsOf(values: (number | null)[]) {
  const runs: { at: number; value: number }[][] = [];
  for (const [at, value] of values.entries()) {
    if (value === null) continue;
    const isNew = at === 0 || values[at - 1] === null;
    if (isNew) runs.push([]);
    runs.at(-1)?.push({ at, value });
  }
  return runs;
}
