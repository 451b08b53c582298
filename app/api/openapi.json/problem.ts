import { z } from "zod";
import { alternative } from "#lib/booking/search/operations.ts";
import { dateState } from "#lib/booking/series/operations.ts";

/** A refusal, whatever was asked. */
export const problem = z.looseObject({
  type: z.string(),
  status: z.int(),
  title: z.string().describe("In the language of Accept-Language"),
  code: z.string().describe("Stays the same in every language"),
  alternatives: z.array(alternative).optional(),
  dates: z.array(dateState).optional(),
  errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
});
