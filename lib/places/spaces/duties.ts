import type { Duties } from "#lib/module.ts";
import { refreshOpenings } from "./openings.ts";

export const duties: Duties = {
  jobs: {
    openings: async (db, now) => {
      await refreshOpenings(db, now);
      return {};
    },
  },
};
