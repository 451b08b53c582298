import { DRAWN_ZOOM, type Drawn, drawnAt, type LatLon, pointAt } from "./mercator.ts";
import { ringOffsets } from "./stacks.ts";

/*
 * What stands where on the map: the same rules for the map that the server draws and for the one that moves. Lengths are pixels of
 * a map of usual size.
 */

export type Spot = {
  slug: string;
  name: string;
  city: string;
  /** Null for what is drawn in the colour of none. */
  region: string | null;
  lat: number;
  lon: number;
  /** How many places it stands for, and where they lie: left out for one place. */
  count?: number;
  area?: Area;
};

export type Area = { west: number; south: number; east: number; north: number };

/** Which part of the land is shown: the zoom is that of web maps, with fractions. */
export type View = { centre: LatLon; zoom: number };

/** One place, or several that would touch. */
export type Mark<T extends Spot = Spot> = {
  x: number;
  y: number;
  radius: number;
  spots: T[];
  /** How many places: more than spots where some of these were counted by the server. */
  count: number;
  /** The town that most of them stand in. */
  town: string;
  /** Null where places of several regions touch. */
  region: string | null;
};

export const FRAME = { width: 702, height: 612 };
/** The middle of the three towns, and all but the outermost places. */
export const HOME: View = { centre: pointAt({ x: 657, y: 477 }), zoom: DRAWN_ZOOM };
export const LEAST_ZOOM = 8;
/** From here on, what still touches is spread on a ring: it shares one point. */
export const SPREAD_ZOOM = 15;

/** A dot can be pressed with a thumb within this distance. */
const DOT_RADIUS = 12;
const APART = 1;

function radiusOf(count: number): number {
  return count === 1 ? DOT_RADIUS : 13 + 2.6 * Math.log2(count);
}

/** Where a point stands in the frame of a view. */
export function placeIn({ centre, zoom }: View, point: LatLon): Drawn {
  const [middle, here] = [drawnAt(centre), drawnAt(point)];
  const scale = 2 ** (zoom - DRAWN_ZOOM);
  return {
    x: (here.x - middle.x) * scale + FRAME.width / 2,
    y: (here.y - middle.y) * scale + FRAME.height / 2,
  };
}

/** The reverse of {@link placeIn}. */
export function pointIn({ centre, zoom }: View, { x, y }: Drawn): LatLon {
  const middle = drawnAt(centre);
  const scale = 2 ** (zoom - DRAWN_ZOOM);
  return pointAt({
    x: middle.x + (x - FRAME.width / 2) / scale,
    y: middle.y + (y - FRAME.height / 2) / scale,
  });
}

/** The closest view that shows all of an area, with air around it. */
export function viewOf({ west, south, east, north }: Area, closest = SPREAD_ZOOM): View {
  const [from, to] = [drawnAt({ lat: north, lon: west }), drawnAt({ lat: south, lon: east })];
  const fit = Math.min(
    (FRAME.width * 0.8) / Math.max(to.x - from.x, 0.01),
    (FRAME.height * 0.74) / Math.max(to.y - from.y, 0.01),
  );
  const zoom = Math.min(Math.max(DRAWN_ZOOM + Math.log2(fit), LEAST_ZOOM), closest);
  return { centre: pointAt({ x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }), zoom };
}

const MARGIN_DEGREES = 0.002;

/**
 * The area of some places, a little larger than they need.
 *
 * @throws RangeError when there are none
 */
export function areaOf(places: (LatLon & { area?: Area })[]): Area {
  if (places.length === 0) throw new RangeError("No place has no area.");
  const points = places.flatMap(({ area, ...point }) =>
    area
      ? [
          { lat: area.south, lon: area.west },
          { lat: area.north, lon: area.east },
        ]
      : [point],
  );
  const [lats, lons] = [points.map(({ lat }) => lat), points.map(({ lon }) => lon)];
  return {
    west: Math.min(...lons) - MARGIN_DEGREES,
    south: Math.min(...lats) - MARGIN_DEGREES,
    east: Math.max(...lons) + MARGIN_DEGREES,
    north: Math.max(...lats) + MARGIN_DEGREES,
  };
}

/** `west,south,east,north` in degrees, to about ten metres: how an address says an area. */
export function areaText({ west, south, east, north }: Area): string {
  return [west, south, east, north].map((degrees) => degrees.toFixed(4)).join();
}

/**
 * How high a name at an edge can stand without covering anything: as near as can be to where it
 * would.
 */
export function clearHeight(
  wanted: number,
  span: { left: number; right: number },
  taken: { x: number; y: number; radius: number }[],
): number {
  const isClear = (y: number) =>
    y > LINE_PX * 2 &&
    y < FRAME.height - LINE_PX * 3 &&
    taken.every(
      (mark) =>
        mark.x + mark.radius < span.left ||
        mark.x - mark.radius > span.right ||
        Math.abs(mark.y - (y - LINE_PX / 3)) > mark.radius + LINE_PX * 0.7,
    );
  for (let off = 0; off < FRAME.height; off += LINE_PX / 2)
    for (const y of [wanted - off, wanted + off]) if (isClear(y)) return y;
  return wanted;
}

/** How wide a name is, about. */
export function widthOf(text: string): number {
  return text.length * LETTER_PX;
}

/**
 * Places as marks of which none touches another: those that would are one mark with their count, in
 * the middle of them.
 *
 * @param at where a place stands, in pixels
 * @param isSpread spreads what touches on rings instead, so that each place has a mark of its own
 */
export function marksOf<T extends Spot>(
  spots: T[],
  at: (spot: T) => Drawn,
  isSpread = false,
): Mark<T>[] {
  let marks = spots.map((spot) => markOf([spot], at));
  for (;;) {
    const close = touching(marks);
    if (close.length === 0) break;
    const merged = new Set<Mark<T>>();
    const made: Mark<T>[] = [];
    for (const [one, other] of close) {
      if (merged.has(one) || merged.has(other)) continue;
      merged.add(one).add(other);
      made.push(markOf([...one.spots, ...other.spots], at));
    }
    marks = [...marks.filter((mark) => !merged.has(mark)), ...made];
  }
  if (!isSpread) return marks;
  return marks.flatMap((mark) =>
    ringOffsets(mark.spots.length).map(({ x, y }, index) => {
      const own = markOf([mark.spots[index] as T], at);
      return mark.spots.length === 1 ? own : { ...own, x: mark.x + x, y: mark.y + y };
    }),
  );
}

function markOf<T extends Spot>(spots: T[], at: (spot: T) => Drawn): Mark<T> {
  const points = spots.map(at);
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [first] = spots;
  const count = spots.reduce((sum, spot) => sum + (spot.count ?? 1), 0);
  const isAlike = spots.every(({ region }) => region === first?.region);
  return {
    x: mean(points.map(({ x }) => x)),
    y: mean(points.map(({ y }) => y)),
    radius: radiusOf(count),
    spots,
    count,
    town: mostOf(spots.map(({ city }) => city)),
    region: isAlike ? (first?.region ?? null) : null,
  };
}

function mostOf(words: string[]): string {
  const counts = [...Map.groupBy(words, (word) => word)].map(([word, all]) => ({
    word,
    count: all.length,
  }));
  return counts.toSorted((one, other) => other.count - one.count)[0]?.word ?? "";
}

/**
 * Pairs that touch, those that lie most on each other first. Looked for along one axis, so that
 * many places stay quick.
 */
function touching<T extends Spot>(marks: Mark<T>[]): [Mark<T>, Mark<T>][] {
  const along = marks.toSorted((one, other) => one.x - other.x);
  const widest = Math.max(0, ...marks.map(({ radius }) => radius));
  const found: { pair: [Mark<T>, Mark<T>]; gap: number }[] = [];
  for (const [index, one] of along.entries())
    for (let next = index + 1; next < along.length; next += 1) {
      const other = along[next] as Mark<T>;
      if (other.x - one.x > one.radius + widest + APART) break;
      const gap = Math.hypot(other.x - one.x, other.y - one.y) - one.radius - other.radius - APART;
      if (gap < 0) found.push({ pair: [one, other], gap });
    }
  return found.toSorted((one, other) => one.gap - other.gap).map(({ pair }) => pair);
}

export type Side = "west" | "east" | "north" | "south";

/** Over which side of the frame a point lies; null inside it. */
export function sideOf({ x, y }: Drawn): Side | null {
  const over: [Side, number][] = [
    ["west", DOT_RADIUS - x],
    ["east", x - FRAME.width + DOT_RADIUS],
    ["north", DOT_RADIUS - y],
    ["south", y - FRAME.height + DOT_RADIUS],
  ];
  const [side, far] = over.toSorted(([, one], [, other]) => other - one)[0] as [Side, number];
  return far > 0 ? side : null;
}

export type Label = {
  text: string;
  x: number;
  y: number;
  anchor: "start" | "end" | "middle";
  width: number;
};

const LETTER_PX = 8.6;
const LINE_PX = 18;

/**
 * Names beside marks and points, each where it covers nothing: right of it, left, above or under.
 * One for which there is no room is left out.
 *
 * @param wanted the most important first
 * @param taken circles that no name may cover
 */
export function labelsFor(
  wanted: { text: string; x: number; y: number; radius: number }[],
  taken: { x: number; y: number; radius: number }[],
): (Label | null)[] {
  const boxes = taken.map(({ x, y, radius }) => ({
    left: x - radius,
    right: x + radius,
    top: y - radius,
    bottom: y + radius,
  }));
  return wanted.map(({ text, x, y, radius }) => {
    const width = widthOf(text);
    const ways: Omit<Label, "text" | "width">[] = [
      { x: x + radius + 6, y: y + 5, anchor: "start" },
      { x: x - radius - 6, y: y + 5, anchor: "end" },
      { x, y: y - radius - 7, anchor: "middle" },
      { x, y: y + radius + 16, anchor: "middle" },
    ];
    for (const way of ways) {
      const left = way.x - (way.anchor === "start" ? 0 : way.anchor === "end" ? width : width / 2);
      const box = { left, right: left + width, top: way.y - LINE_PX + 4, bottom: way.y + 4 };
      const fits =
        box.left >= 4 &&
        box.right <= FRAME.width - 4 &&
        box.top >= 4 &&
        box.bottom <= FRAME.height - 4;
      const own = (other: (typeof boxes)[number]) =>
        Math.abs((other.left + other.right) / 2 - x) < 0.5 &&
        Math.abs((other.top + other.bottom) / 2 - y) < 0.5;
      const isClear = boxes.every(
        (other) =>
          own(other) ||
          box.left >= other.right ||
          box.right <= other.left ||
          box.top >= other.bottom ||
          box.bottom <= other.top,
      );
      if (!fits || !isClear) continue;
      boxes.push(box);
      return { text, width, ...way };
    }
    return null;
  });
}
