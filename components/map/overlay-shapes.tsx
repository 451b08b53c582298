import { drawnAt, type LatLon } from "./mercator.ts";

type Position = [lon: number, lat: number];

/** A point of an overlay that leads to a page: drawn beside the places, as overlay-links.tsx does. */
export type OverlayLink = { at: LatLon; name: string; href: string };

/** What else stands on the map, as it is drawn: areas with their holes, lines and points. */
export type MapOverlay = {
  slug: string;
  shapes: { areas: Position[][][]; lines: Position[][]; points: Position[] };
  links?: OverlayLink[];
};

/** So many look different from each other; further ones begin again. */
const TONES = 3;

/** How the shapes of one are told from those of the others: in its colour and its dashes. */
export function toneOf(index: number): string {
  return `tone-${(index % TONES) + 1}`;
}

/** In pixels of the drawing, over the land and under the places. */
export function OverlayShapes({ overlays }: { overlays: MapOverlay[] }) {
  if (overlays.length === 0) return null;
  return (
    <g className="overlays">
      {overlays.map(({ slug, shapes: { areas, lines, points } }, index) => (
        <g key={slug} className={toneOf(index)}>
          {areas.length > 0 && (
            <path
              className="area"
              fillRule="evenodd"
              d={areas
                .flat()
                .map((ring) => `${pathOf(ring.slice(0, -1))}z`)
                .join("")}
            />
          )}
          {lines.length > 0 && <path className="line" d={lines.map(pathOf).join("")} />}
          {points.length > 0 && (
            <path className="point" d={points.map((point) => `${pathOf([point])}h0`).join("")} />
          )}
        </g>
      ))}
    </g>
  );
}

function pathOf(line: Position[]): string {
  const [first = "", ...rest] = line.map(([lon, lat]) => {
    const { x, y } = drawnAt({ lat, lon });
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  });
  return `M${first}${rest.length > 0 ? `L${rest.join(" ")}` : ""}`;
}
