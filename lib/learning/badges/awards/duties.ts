import type { Duties } from "#lib/module.ts";
import { awardsOf } from "./own-data.ts";

export const duties: Duties = { ownData: awardsOf };
