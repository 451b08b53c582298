import type { Duties } from "#lib/module.ts";
import { sealOldAnswers } from "./answers.ts";
import { erase } from "./forgetting.ts";
import { ownData } from "./own-data.ts";

export const duties: Duties = {
  jobs: {
    sealing: async (db) => ({ answers: await sealOldAnswers(db) }),
  },
  ownData,
  erase,
};
