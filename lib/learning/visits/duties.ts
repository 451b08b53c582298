import type { Duties } from "#lib/module.ts";
import { closeForgotten } from "./closing.ts";
import { erase, retention } from "./forgetting.ts";
import { ownData } from "./own-data.ts";

export const duties: Duties = {
  jobs: {
    closing: async (db, now) => ({ visits: await closeForgotten(db, now) }),
  },
  ownData,
  retention,
  erase,
};
