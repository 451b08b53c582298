import { z } from "zod";

const moment = z.string().transform((text, context) => {
  try {
    return Temporal.Instant.from(text);
  } catch {
    context.addIssue({ code: "custom", message: "spaces.not_a_moment" });
    return z.NEVER;
  }
});

const numbers = (count: number) => (text: string, context: z.RefinementCtx) => {
  const parts = text.split(",").map(Number);
  if (parts.length === count && parts.every(Number.isFinite)) return parts;
  context.addIssue({ code: "custom", message: "spaces.not_a_point" });
  return z.NEVER;
};

/** What a list of spaces can be narrowed by. */
export const spaceFilter = z.object({
  q: z.string().max(100).default(""),
  kind: z.string().max(40).optional(),
  /** Only those open at a moment, with its offset. */
  open_at: moment.optional(),
  /** `west,south,east,north` in degrees. */
  bbox: z
    .string()
    .transform(numbers(4))
    .transform(([west = 0, south = 0, east = 0, north = 0]) => ({ west, south, east, north }))
    .optional(),
  /** `lat,lon` in degrees: the nearest come first. */
  near: z
    .string()
    .transform(numbers(2))
    .transform(([lat = 0, lon = 0]) => ({ lat, lon }))
    .optional(),
  radius_km: z.coerce.number().positive().max(500).optional(),
  page: z.coerce.number().int().min(1).max(1000).default(1),
});
