import type { Duties } from "#lib/module.ts";
import { CLOSURE_TASK, runClosure } from "./closure-task.ts";
import { erase, retention } from "./forgetting.ts";
import { ownData } from "./own-data.ts";

export const duties: Duties = {
  tasks: { [CLOSURE_TASK]: runClosure },
  ownData,
  retention,
  erase,
};
