import { eq, sql } from "drizzle-orm";
import {
  backpackBadges,
  backpackCollections,
  backpackItems,
  backpackShares,
} from "#db/schema/backpack.ts";
import type { OwnData } from "#lib/module.ts";

/**
 * The badges of other issuers that somebody keeps here, what they show together, and by which
 * links.
 */
export const backpackOf: OwnData = async ({ db, personId }) => {
  const items = await db
    .select({
      collectionId: backpackItems.collectionId,
      badge: sql<string>`coalesce(${backpackItems.credentialId}, ${backpackItems.importedId})`,
    })
    .from(backpackItems)
    .innerJoin(backpackCollections, eq(backpackCollections.id, backpackItems.collectionId))
    .where(eq(backpackCollections.personId, personId))
    .orderBy(backpackItems.id);
  const collections = await db
    .select({
      id: backpackCollections.id,
      name: backpackCollections.name,
      createdAt: backpackCollections.createdAt,
    })
    .from(backpackCollections)
    .where(eq(backpackCollections.personId, personId))
    .orderBy(backpackCollections.createdAt, backpackCollections.id);
  return {
    backpackBadges: await db
      .select({
        id: backpackBadges.id,
        kind: backpackBadges.kind,
        says: backpackBadges.says,
        verdict: backpackBadges.verdict,
        faults: backpackBadges.faults,
        holder: backpackBadges.holder,
        verifiedAt: backpackBadges.verifiedAt,
        createdAt: backpackBadges.createdAt,
        file: sql`encode(${backpackBadges.file}, 'base64')`,
      })
      .from(backpackBadges)
      .where(eq(backpackBadges.personId, personId))
      .orderBy(backpackBadges.createdAt, backpackBadges.id),
    backpackCollections: collections.map((collection) => ({
      ...collection,
      badges: items
        .filter(({ collectionId }) => collectionId === collection.id)
        .map(({ badge }) => badge),
    })),
    backpackLinks: await db
      .select({
        collection: backpackShares.collectionId,
        createdAt: backpackShares.createdAt,
        endsAt: backpackShares.expiresAt,
        endedAt: backpackShares.revokedAt,
      })
      .from(backpackShares)
      .innerJoin(backpackCollections, eq(backpackCollections.id, backpackShares.collectionId))
      .where(eq(backpackCollections.personId, personId))
      .orderBy(backpackShares.createdAt, backpackShares.id),
  };
};
