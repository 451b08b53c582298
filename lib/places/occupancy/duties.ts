import type { Duties } from "#lib/module.ts";
import { retention } from "./forgetting.ts";
import { refreshUse } from "./refresh.ts";

export const duties: Duties = {
  jobs: {
    use: refreshUse,
  },
  retention,
};
