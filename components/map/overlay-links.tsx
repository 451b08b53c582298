import { sideOf } from "./layout.ts";
import type { Drawn, LatLon } from "./mercator.ts";
import { type MapOverlay, toneOf } from "./overlay-shapes.tsx";

type Props = { overlays: MapOverlay[]; at: (point: LatLon) => Drawn };

/** How far from its point a mark stands: clear of the mark of the places of the same town. */
const BESIDE = { x: 20, y: 20 };
const HALF = 6;
const HIT = 13;

/** What overlays lead to, as squares beside the places. The live map takes them from here. */
export function OverlayLinks({ overlays, at }: Props) {
  return overlays.flatMap(({ slug, links = [] }, index) =>
    links
      .filter((link) => sideOf(at(link.at)) === null)
      .map(({ at: point, name, href }) => {
        const { x, y } = at(point);
        const [left, top] = [x + BESIDE.x, y + BESIDE.y];
        return (
          <a
            key={`${slug} ${href}`}
            className={`overlay-link ${toneOf(index)}`}
            href={href}
            aria-label={name}
            data-at={`${point.lat},${point.lon}`}
          >
            <title>{name}</title>
            <rect
              className="hit"
              x={Math.round(left - HIT)}
              y={Math.round(top - HIT)}
              width={2 * HIT}
              height={2 * HIT}
            />
            <rect
              className="square"
              x={Math.round(left - HALF)}
              y={Math.round(top - HALF)}
              width={2 * HALF}
              height={2 * HALF}
              rx="2"
            />
          </a>
        );
      }),
  );
}
