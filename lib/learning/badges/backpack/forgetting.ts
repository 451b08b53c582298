import { eq, lt, or } from "drizzle-orm";
import { backpackBadges, backpackCollections, backpackShares } from "#db/schema/backpack.ts";
import type { Erase, Retention } from "#lib/module.ts";

export const retention: Retention = ({ db, over }) => ({
  security: {
    backpackLinks: db
      .delete(backpackShares)
      .where(
        or(
          lt(backpackShares.revokedAt, over("access")),
          lt(backpackShares.expiresAt, over("access")),
        ),
      ),
  },
});

export const erase: Erase = ({ db, personId }) => [
  db.delete(backpackBadges).where(eq(backpackBadges.personId, personId)),
  db.delete(backpackCollections).where(eq(backpackCollections.personId, personId)),
];
