import type { Duties } from "#lib/module.ts";
import { erase } from "./forgetting.ts";
import { practicesOf } from "./own-data.ts";
import { tidyPractices } from "./tidy.ts";

export const duties: Duties = { jobs: { practices: tidyPractices }, ownData: practicesOf, erase };
