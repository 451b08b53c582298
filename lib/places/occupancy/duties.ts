import type { Duties } from "#lib/module.ts";
import { refreshUse } from "./refresh.ts";

export const duties: Duties = {
  jobs: {
    use: refreshUse,
  },
};
