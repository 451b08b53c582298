import "./region-web.css";

/** Two regions and how many things they do together. */
type Pair = { regions: readonly [string, string]; count: number };

type Props = { names: Record<string, string>; pairs: Pair[]; label: string };

const WIDTH = 420;
const HEIGHT = 270;
/**
 * About where the regions lie: Flanders in the north, the Hauts-de-France in the south-west,
 * Wallonia in the south-east.
 */
const PLACES: Record<string, { x: number; y: number }> = {
  vlaanderen: { x: 210, y: 55 },
  "hauts-de-france": { x: 85, y: 205 },
  wallonie: { x: 335, y: 205 },
};
const THICKEST = 16;
const THINNEST = 2.5;

/**
 * Three regions and what they do together, as lines that are as thick as it is much. The table
 * beside it says the same.
 */
export function RegionWeb({ names, pairs, label }: Props) {
  const most = Math.max(1, ...pairs.map(({ count }) => count));
  const lines = pairs.flatMap(({ regions: [one, other], count }) => {
    const [from, to] = [PLACES[one], PLACES[other]];
    return from && to ? [{ key: `${one} ${other}`, from, to, count }] : [];
  });
  return (
    <svg className="regionweb" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      {lines.map(({ key, from, to, count }) => (
        <line
          key={key}
          x1={from.x}
          y1={from.y}
          x2={to.x}
          y2={to.y}
          strokeWidth={Math.max(THINNEST, (THICKEST * count) / most)}
        />
      ))}
      {lines.map(({ key, from, to, count }) => (
        <g key={key} className="much">
          <circle cx={(from.x + to.x) / 2} cy={(from.y + to.y) / 2} r="15" />
          <text x={(from.x + to.x) / 2} y={(from.y + to.y) / 2 + 5}>
            {count}
          </text>
        </g>
      ))}
      {Object.entries(PLACES).map(([region, { x, y }]) => (
        <g key={region} className={`node ${region}`}>
          <circle cx={x} cy={y} r="13" />
          <text x={x} y={y < HEIGHT / 2 ? y - 24 : y + 36}>
            {names[region]}
          </text>
        </g>
      ))}
    </svg>
  );
}
