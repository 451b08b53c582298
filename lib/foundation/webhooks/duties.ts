import type { Duties } from "#lib/module.ts";
import { retention } from "./forgetting.ts";

export const duties: Duties = { retention };
