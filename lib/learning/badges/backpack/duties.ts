import type { Duties } from "#lib/module.ts";
import { erase, retention } from "./forgetting.ts";
import { backpackOf } from "./own-data.ts";

export const duties: Duties = { ownData: backpackOf, retention, erase };
