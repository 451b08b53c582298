import { z } from "zod";

/**
 * The page of a list that an address asks for; the first where it says nothing that can be meant.
 */
export const pageNumber = z.preprocess(
  (value) => [value].flat()[0] ?? 1,
  z.coerce.number().int().min(1).max(1_000).catch(1),
);
