import type { Duties } from "#lib/module.ts";
import { erase } from "./forgetting.ts";

export const duties: Duties = { erase };
