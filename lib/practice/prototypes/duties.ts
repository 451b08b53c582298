import type { Duties } from "#lib/module.ts";
import { erase } from "./forgetting.ts";
import { prototypesOf } from "./own-data.ts";
import { tidyPrototypes } from "./tidy.ts";

export const duties: Duties = {
  jobs: { prototypes: tidyPrototypes },
  ownData: prototypesOf,
  erase,
};
