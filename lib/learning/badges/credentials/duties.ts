import type { Duties } from "#lib/module.ts";
import { ownData } from "./own-data.ts";

export const duties: Duties = { ownData };
