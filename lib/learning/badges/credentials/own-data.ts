import { eq, sql } from "drizzle-orm";
import { credentialShares, credentials } from "#db/schema/credentials.ts";
import type { OwnData } from "#lib/module.ts";

/** What is kept about a person here: their signed badges, and the links by which they show them. */
export const ownData: OwnData = async ({ db, personId }) => ({
  badges: await db
    .select({
      id: credentials.id,
      badge: credentials.achievementId,
      issuedAt: credentials.issuedAt,
      validUntil: credentials.validUntil,
      revokedAt: credentials.revokedAt,
      revokeReason: credentials.revokeReason,
      signed: sql`${credentials.signed}::jsonb`,
    })
    .from(credentials)
    .where(eq(credentials.personId, personId))
    .orderBy(credentials.issuedAt, credentials.id),
  badgeLinks: await db
    .select({
      badge: credentialShares.credentialId,
      onPaper: credentialShares.onPaper,
      createdAt: credentialShares.createdAt,
      endedAt: credentialShares.revokedAt,
    })
    .from(credentialShares)
    .innerJoin(credentials, eq(credentials.id, credentialShares.credentialId))
    .where(eq(credentials.personId, personId))
    .orderBy(credentialShares.createdAt, credentialShares.id),
});
