import type { Context } from "#lib/foundation/identity/context.ts";
import { addOverlay, showOverlay } from "#lib/places/overlays/commands.ts";
import type { Position } from "#lib/places/overlays/schema.ts";

/** No bus goes there: the towns are where they are. */
const ROUTES: Position[][] = [
  [
    [3.2649, 50.8279],
    [3.2021, 50.8003],
    [3.1215, 50.7961],
    [3.1302, 50.7847],
    [3.159, 50.7229],
    [3.1746, 50.6905],
    [3.0705, 50.6365],
  ],
  [
    [3.3889, 50.6056],
    [3.2312, 50.6071],
    [3.1746, 50.6905],
    [3.2202, 50.7443],
    [3.2649, 50.8279],
  ],
];

/** An invented layer of the map, so that visitors find one to switch on. */
export async function seedOverlays(ctx: Context): Promise<void> {
  const file = JSON.stringify({ type: "MultiLineString", coordinates: ROUTES });
  const name = {
    nl: "Verzonnen avondbus over de grens",
    fr: "Bus du soir imaginaire par-delà la frontière",
    en: "Made-up evening bus across the border",
  };
  const { id } = await addOverlay(
    ctx,
    { name, source: "Trivium, CC0-1.0" },
    new TextEncoder().encode(file),
  );
  await showOverlay(ctx, id, true);
}
