import type { Duties } from "#lib/module.ts";
import { erase } from "./forgetting.ts";
import { journalsOf } from "./own-data.ts";

export const duties: Duties = { ownData: journalsOf, erase };
