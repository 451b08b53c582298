import type { Duties } from "#lib/module.ts";
import { backpackOf } from "./own-data.ts";

export const duties: Duties = { ownData: backpackOf };
