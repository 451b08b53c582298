import type { Duties } from "#lib/module.ts";
import { erase, retention } from "./forgetting.ts";

export const duties: Duties = { erase, retention };
