import { z } from "zod";

/** One letter by its id, or all of one fault by its key. */
export const lettersInput = z.union([
  z.object({ locale: z.string(), id: z.uuid() }).transform(({ id }) => ({ id })),
  z
    .object({ locale: z.string(), fault: z.string().regex(/^[0-9a-f]{32}$/) })
    .transform(({ fault }) => ({ faultKey: fault })),
]);

export const eventsInput = z.object({ locale: z.string(), webhook: z.uuid() });
