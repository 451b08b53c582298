/** A point on the drawn map, in pixels of the drawing. */
export type Drawn = { x: number; y: number };

export type LatLon = { lat: number; lon: number };

/** The zoom of web maps at which a pixel of theirs is one of the drawing: about 97 metres here. */
export const DRAWN_ZOOM = 10;

const WORLD_PX = 256 * 2 ** DRAWN_ZOOM;
/** The north-west corner of the drawing. */
const ORIGIN = worldOf({ lat: 51.14, lon: 2.36 });

function worldOf({ lat, lon }: LatLon): Drawn {
  const sine = Math.sin((lat * Math.PI) / 180);
  return {
    x: ((lon + 180) / 360) * WORLD_PX,
    y: (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * WORLD_PX,
  };
}

/**
 * Where a point stands on the drawing: the projection of web maps, so that a live map lies exactly
 * on it.
 */
export function drawnAt(point: LatLon): Drawn {
  const { x, y } = worldOf(point);
  return { x: x - ORIGIN.x, y: y - ORIGIN.y };
}

/** The point that stands there: the reverse of {@link drawnAt}. */
export function pointAt({ x, y }: Drawn): LatLon {
  const north = Math.PI - (2 * Math.PI * (y + ORIGIN.y)) / WORLD_PX;
  return {
    lat: (Math.atan(Math.sinh(north)) * 180) / Math.PI,
    lon: ((x + ORIGIN.x) / WORLD_PX) * 360 - 180,
  };
}
