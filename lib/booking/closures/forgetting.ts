import { and, eq, inArray, ne, type SQLWrapper, sql } from "drizzle-orm";
import { blockingMembers, blockings, closures } from "#db/schema/closures.ts";
import type { Erase, Retention } from "#lib/module.ts";

export const retention: Retention = ({ db, nobody, over }) => {
  const isOver = (endedAt: SQLWrapper, windows: SQLWrapper) =>
    sql`coalesce(${endedAt}, (select max(upper(part)) from unnest(${windows}) as part)) < ${over("bookings").toString()}`;
  return {
    bookings: {
      members: db
        .delete(blockingMembers)
        .where(
          inArray(
            blockingMembers.blockingId,
            db
              .select({ id: blockings.id })
              .from(blockings)
              .where(isOver(blockings.endedAt, blockings.windows)),
          ),
        ),
      closures: db
        .update(closures)
        .set({ closedBy: nobody })
        .where(and(ne(closures.closedBy, nobody), isOver(closures.reopenedAt, closures.windows))),
    },
  };
};

export const erase: Erase = ({ db, personId, nobody }) => [
  db.delete(blockingMembers).where(eq(blockingMembers.personId, personId)),
  db.update(closures).set({ closedBy: nobody }).where(eq(closures.closedBy, personId)),
];
