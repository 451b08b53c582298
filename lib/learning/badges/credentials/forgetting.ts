import { eq, lt } from "drizzle-orm";
import { credentialShares, credentials } from "#db/schema/credentials.ts";
import type { Erase, Retention } from "#lib/module.ts";

export const retention: Retention = ({ db, over }) => ({
  security: {
    badgeLinks: db.delete(credentialShares).where(lt(credentialShares.revokedAt, over("access"))),
  },
});

export const erase: Erase = ({ db, personId }) => [
  db.delete(credentials).where(eq(credentials.personId, personId)),
];
