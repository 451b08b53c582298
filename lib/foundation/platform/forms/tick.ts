import { z } from "zod";

/** A box of a form: browsers send `on`, or nothing. */
export const tick = z
  .literal("on")
  .optional()
  .transform((value) => value === "on");
