import { and, lt, ne } from "drizzle-orm";
import { sheetEvents } from "#db/schema/attendance.ts";
import type { Retention } from "#lib/module.ts";

export const retention: Retention = ({ db, nobody, over }) => ({
  log: {
    sheets: db
      .update(sheetEvents)
      .set({ personId: nobody })
      .where(and(ne(sheetEvents.personId, nobody), lt(sheetEvents.at, over("log")))),
  },
});
