import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { LAND } from "./land.ts";
import {
  areaOf,
  areaText,
  clearHeight,
  FRAME,
  labelsFor,
  type Mark,
  marksOf,
  placeIn,
  type Side,
  SPREAD_ZOOM,
  type Spot,
  sideOf,
  type View,
  widthOf,
} from "./layout.ts";
import { DRAWN_ZOOM, drawnAt } from "./mercator.ts";
import { OverlayLinks } from "./overlay-links.tsx";
import { type MapOverlay, OverlayShapes } from "./overlay-shapes.tsx";
import { TOWNS, townIn } from "./towns.ts";

/**
 * @property pin the number that the list gives it, or a letter; none where a dot is enough
 * @property href its own page; that of the space with its slug when there is none
 */
export type MapSpot = Spot & { pin?: string; href?: string };

type Props = {
  locale: Locale;
  view: View;
  spots: MapSpot[];
  /** The page that shows only what lies in an area, given as text. */
  hrefOfArea: (area: string) => string;
  /** What else is shown, over the land. */
  overlays?: MapOverlay[];
  words: { count: (town: string, count: number) => string; regions: Record<Region, string> };
};

export type Region = keyof (typeof LAND)["regions"];

/** Where the name of a region stands: in the open land of it. */
const REGION_NAMES: [Region, { lat: number; lon: number }][] = [
  ["vlaanderen", { lat: 50.985, lon: 3.0 }],
  ["wallonie", { lat: 50.6, lon: 3.66 }],
  ["hauts-de-france", { lat: 50.482, lon: 2.99 }],
];

/** The name of a region that the upper edge would cut through stands this far below it. */
const NAME_TOP = 26;
/** Half a letter of such a name, and how high the key stands that lies over the lower edge. */
const HALF_LETTER = 5.5;
const KEY_HEIGHT = 60;

/** Whether the name of a region is to be read whole. */
function hasRoom(x: number, y: number, name: string): boolean {
  const half = name.length * HALF_LETTER;
  return x > half && x < FRAME.width - half && y >= NAME_TOP && y < FRAME.height - KEY_HEIGHT;
}

const EDGE: Record<
  Side,
  { arrow: [string, string]; x: number; y: number; anchor: "start" | "middle" | "end" }
> = {
  west: { arrow: ["← ", ""], x: 10, y: 0, anchor: "start" },
  east: { arrow: ["", " →"], x: FRAME.width - 10, y: 0, anchor: "end" },
  north: { arrow: ["↑ ", ""], x: 0, y: 24, anchor: "middle" },
  south: { arrow: ["↓ ", ""], x: 0, y: FRAME.height - 14, anchor: "middle" },
};
const TOWNS_ON_AN_EDGE = 2;

/**
 * The land and its places as one picture, with a link for each place or for each group that would
 * touch. It asks for nothing.
 */
export function DrawnMap({ locale, view, spots, hrefOfArea, overlays = [], words }: Props) {
  const at = (spot: { lat: number; lon: number }) => placeIn(view, spot);
  const inside = spots.filter((spot) => sideOf(at(spot)) === null);
  const outside = Map.groupBy(
    spots.filter((spot) => sideOf(at(spot)) !== null),
    (spot) => sideOf(at(spot)) as Side,
  );
  // Numbers of a list are each to be found: they are spread rather than counted.
  const isNumbered = spots.some(({ pin }) => pin !== undefined);
  const marks = marksOf(inside, at, isNumbered || view.zoom >= SPREAD_ZOOM);
  const towns = TOWNS.filter(
    ({ name }) => !marks.some(({ count, town }) => count > 1 && town === name),
  )
    .map((town) => ({ text: townIn(locale, town.name), ...at(town), radius: 4 }))
    .filter((town) => sideOf(town) === null);
  const groups = marks
    .filter((mark) => mark.count > 1)
    .toSorted((one, other) => other.count - one.count);
  const edges = [...outside].map(([side, there]) => edgeOf(side, there, at, marks, locale));
  const largest = new Map(groups.toReversed().map((mark) => [mark.town, mark]));
  const labels = labelsFor(
    [
      ...groups.map((mark) => ({
        ...mark,
        // A town that stands for two groups is named at the larger.
        text: largest.get(mark.town) === mark ? townIn(locale, mark.town) : "",
      })),
      ...towns,
    ],
    [
      ...marks,
      ...edges.flatMap(({ left, right, y }) =>
        [left, (left + right) / 2, right].map((x) => ({ x, y: y - 6, radius: 12 })),
      ),
    ],
  );
  const scale = 2 ** (view.zoom - DRAWN_ZOOM);
  const middle = drawnAt(view.centre);
  const corner = [FRAME.width / 2 - middle.x * scale, FRAME.height / 2 - middle.y * scale].map(
    (value) => value.toFixed(1),
  );
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: the section around it has the name; a title would follow the pointer everywhere
    <svg
      className="geo"
      viewBox={`0 0 ${FRAME.width} ${FRAME.height}`}
      data-view={`${view.zoom},${view.centre.lat.toFixed(5)},${view.centre.lon.toFixed(5)}`}
    >
      <g transform={`translate(${corner.join()}) scale(${Number(scale.toFixed(4))})`}>
        <Land overlays={overlays} />
      </g>
      {view.zoom < DRAWN_ZOOM + 1 &&
        REGION_NAMES.map(([region, point]) => {
          const { x, y: inMiddle } = at(point);
          const y = Math.abs(inMiddle) < NAME_TOP ? NAME_TOP : inMiddle;
          const name = words.regions[region];
          if (!hasRoom(x, y, name)) return null;
          return (
            <text
              key={region}
              className={`rname ${region}`}
              x={round(x)}
              y={round(y)}
              textAnchor="middle"
            >
              {name}
            </text>
          );
        })}
      {labels.slice(groups.length).map(
        (town) =>
          town && (
            <text
              key={town.text}
              className="town"
              x={round(town.x)}
              y={round(town.y)}
              textAnchor={town.anchor}
            >
              {town.text}
            </text>
          ),
      )}
      {marks
        .filter((mark) => mark.count === 1)
        .map((mark) => (
          <Dot key={mark.spots[0]?.slug} locale={locale} mark={mark} />
        ))}
      {groups.map((mark, index) => {
        const town = townIn(locale, mark.town);
        const name = labels[index];
        return (
          <a
            key={mark.spots[0]?.slug}
            className={mark.region ?? "mixed"}
            href={hrefOfArea(areaText(areaOf(mark.spots)))}
            data-slugs={mark.spots.map(({ slug }) => slug).join(" ")}
            aria-label={words.count(town, mark.count)}
          >
            <circle className="dot" cx={round(mark.x)} cy={round(mark.y)} r={round(mark.radius)} />
            {name?.text && (
              <text className="l" x={round(name.x)} y={round(name.y)} textAnchor={name.anchor}>
                {name.text}
              </text>
            )}{" "}
            <text className="n" x={round(mark.x)} y={round(mark.y + 5)}>
              {mark.count}
            </text>
          </a>
        );
      })}
      <OverlayLinks overlays={overlays} at={at} />
      {edges.map(({ side, anchor, x, y, text, names, there }) => (
        <a
          key={side}
          className="edge"
          href={hrefOfArea(areaText(areaOf(there)))}
          data-slugs={there.map(({ slug }) => slug).join(" ")}
          aria-label={words.count(names.join(", "), there.length)}
        >
          <text className="l" x={round(x)} y={round(y)} textAnchor={anchor}>
            {text}
          </text>
        </a>
      ))}
    </svg>
  );
}

/** The places over one side of the frame: their towns at that edge, and where to go for them. */
function edgeOf(
  side: Side,
  there: MapSpot[],
  at: (spot: MapSpot) => { x: number; y: number },
  marks: Mark<MapSpot>[],
  locale: Locale,
) {
  const { arrow, anchor, x: fixedX, y: fixedY } = EDGE[side];
  const points = there.map(at);
  const middle = (values: number[], most: number) =>
    Math.min(
      Math.max(values.reduce((sum, value) => sum + value, 0) / values.length, 90),
      most - 90,
    );
  const names = [...new Set(there.map(({ city }) => townIn(locale, city)))];
  const more = names.length > TOWNS_ON_AN_EDGE ? " …" : "";
  const text = `${arrow[0]}${names.slice(0, TOWNS_ON_AN_EDGE).join(", ")}${more}${arrow[1]}`;
  const x =
    fixedX ||
    middle(
      points.map((point) => point.x),
      FRAME.width,
    );
  const width = widthOf(text);
  const left = x - (anchor === "start" ? 0 : anchor === "end" ? width : width / 2);
  const wanted = middle(
    points.map((point) => point.y),
    FRAME.height,
  );
  const y = fixedY || clearHeight(wanted, { left, right: left + width }, marks);
  return { side, anchor, x, y, left, right: left + width, text, names, there };
}

function Dot({ locale, mark }: { locale: Locale; mark: Mark<MapSpot> }) {
  const [spot] = mark.spots;
  if (!spot) return null;
  const [x, y] = [round(mark.x), round(mark.y)];
  const name = [spot.pin && `${spot.pin}.`, `${spot.name},`, townIn(locale, spot.city)]
    .filter(Boolean)
    .join(" ");
  return (
    <a
      className={spot.pin ? undefined : (spot.region ?? "mixed")}
      href={spot.href ?? `/${locale}/spaces/${spot.slug}`}
      data-slugs={spot.slug}
      aria-label={spot.pin ? `${name} ${spot.pin}` : name}
    >
      <title>{name}</title>
      <circle className="hit" cx={x} cy={y} r="13" />
      {spot.pin ? (
        <>
          <path
            className="pinp"
            d={`M${x} ${y + 3}c-9-12-15-18-15-27a15 15 0 0 1 30 0c0 9-6 15-15 27z`}
          />
          <text className="n" x={x} y={y - 19}>
            {spot.pin}
          </text>
        </>
      ) : (
        <circle className="dot" cx={x} cy={y} r="7.5" />
      )}
    </a>
  );
}

/**
 * Regions, communes, rivers and borders, and what else is shown. The live map takes them from here
 * as they are.
 */
function Land({ overlays }: { overlays: MapOverlay[] }) {
  return (
    <g className="land">
      {Object.entries(LAND.regions).map(([region, path]) => (
        <path key={region} className={region} d={path} />
      ))}
      <path className="com" d={LAND.communes} />
      <path className="riv" d={LAND.rivers} />
      <path className="bor in" d={LAND.languageBorder} />
      <path className="bor" d={LAND.stateBorder} />
      <OverlayShapes overlays={overlays} />
    </g>
  );
}

function round(value: number): number {
  return Math.round(value);
}
