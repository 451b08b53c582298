import type { Duties } from "#lib/module.ts";
import { retention } from "./forgetting.ts";
import { ownData } from "./own-data.ts";

export const duties: Duties = {
  ownData,
  retention,
};
