import type { Duties } from "#lib/module.ts";
import { forgetSoon, runRetention } from "./retention.ts";
import { noteOutside } from "./witness.ts";

export const duties: Duties = {
  jobs: {
    witness: noteOutside,
    retention: forgetSoon,
    privacy: runRetention,
  },
};
