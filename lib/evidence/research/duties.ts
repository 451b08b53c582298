import type { Duties } from "#lib/module.ts";
import { publishBadgeFigures } from "./badge-figures.ts";
import { retention } from "./forgetting.ts";
import { ownData } from "./own-data.ts";

export const duties: Duties = {
  jobs: { "badge-figures": publishBadgeFigures },
  ownData,
  retention,
};
