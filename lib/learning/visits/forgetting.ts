import { and, eq, isNotNull, lt } from "drizzle-orm";
import { pulseReceipts, visitAsides, visits } from "#db/schema/presence.ts";
import type { Erase, Retention } from "#lib/module.ts";

export const retention: Retention = ({ db, now, over }) => ({
  traces: {
    lateScans: db.delete(visitAsides).where(lt(visitAsides.at, over("scans"))),
    pulseReceipts: db.delete(pulseReceipts).where(lt(pulseReceipts.endsOn, now)),
  },
  sessions: {
    visitors: db
      .update(visits)
      .set({ personId: null })
      .where(and(isNotNull(visits.personId), lt(visits.leftAt, over("sessions")))),
  },
});

export const erase: Erase = ({ db, personId }) => [
  db.update(visits).set({ personId: null }).where(eq(visits.personId, personId)),
  db.delete(visitAsides).where(eq(visitAsides.personId, personId)),
];
