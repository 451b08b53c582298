import type { Duties } from "#lib/module.ts";
import { retention } from "./forgetting.ts";
import { publishUse } from "./publish.ts";
import { refreshUse } from "./refresh.ts";

export const duties: Duties = {
  jobs: {
    use: async (db, now) => ({
      ...(await refreshUse(db, now)),
      published: await publishUse(db, now),
    }),
  },
  retention,
};
