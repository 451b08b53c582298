import { z } from "zod";

/** What a file of an overlay may weigh. */
export const OVERLAY_MEGABYTES = 3;

/** Degrees (WGS 84), as GeoJSON has them: to the east first. */
export type Position = [lon: number, lat: number];

/** What an overlay draws: areas with their holes, lines, and points. */
export type Shapes = { areas: Position[][][]; lines: Position[][]; points: Position[] };

const name = z.string().trim().min(1, "map.overlays.name_it").max(60, "map.overlays.name_it");

/** What an administrator says of a new overlay, with its file. */
export const overlayForm = z
  .object({
    name_nl: name,
    name_fr: name,
    name_en: name,
    source: z.string().trim().min(1, "map.overlays.source_it").max(200, "map.overlays.source_it"),
    file: z.instanceof(File).optional(),
  })
  .transform(({ name_nl: nl, name_fr: fr, name_en: en, ...said }) => ({
    ...said,
    name: { nl, fr, en },
  }));

export type OverlayInput = z.output<typeof overlayForm>;

/** Which one a button is about. */
export const overlayAsked = z.object({ id: z.uuid() });
export const overlayShown = overlayAsked.extend({ shown: z.enum(["yes", "no"]) });
export const overlayMoved = overlayAsked.extend({ to: z.enum(["up", "down"]) });
