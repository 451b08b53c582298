import { z } from "zod";

/** What is looked for in a list of staff, and which page of it is read, from 1. */
export const listSearch = z.object({
  q: z.string().trim().max(100).catch(""),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
});

export type ListSearch = z.output<typeof listSearch>;

/** Rows of a table that are read at once. */
export const ROWS_PER_PAGE = 25;
