import { z } from "zod";

/** What a list of spaces can be narrowed by. */
export const spaceFilter = z.object({
  q: z.string().max(100).default(""),
  kind: z.string().max(40).optional(),
  page: z.coerce.number().int().min(1).max(1000).default(1),
});
