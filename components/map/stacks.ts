export type Pixel = { x: number; y: number };

const RING_PX = 22;
/** Room each dot of a ring needs: rings of many are wider. */
const DOT_PX = 26;

/**
 * Where dots that share a point are drawn: on a ring around it, so that each can be seen and
 * pressed.
 * @param count how many share the point; one alone stays where it is
 * @returns distances from the point, in pixels
 */
export function ringOffsets(count: number): Pixel[] {
  if (count < 2) return [{ x: 0, y: 0 }];
  const radius = Math.max(RING_PX, (count * DOT_PX) / (2 * Math.PI));
  return Array.from({ length: count }, (_, at) => {
    const angle = (2 * Math.PI * at) / count - Math.PI / 2;
    return { x: radius * Math.cos(angle), y: radius * Math.sin(angle) };
  });
}

/** Things by the point they share, in their order. Points are one to about ten metres. */
export function stacksOf<T extends { lat: number; lon: number }>(places: T[]): T[][] {
  return [...Map.groupBy(places, ({ lat, lon }) => `${lat.toFixed(4)} ${lon.toFixed(4)}`).values()];
}
