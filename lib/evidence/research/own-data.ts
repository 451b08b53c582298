import { eq } from "drizzle-orm";
import { releaseDownloads, releases } from "#db/schema/research.ts";
import type { OwnData } from "#lib/module.ts";

/** What is kept about a person here: releases they made or took. */
export const ownData: OwnData = async ({ db, personId }) => ({
  exportsMade: await db
    .select({
      id: releases.id,
      dataset: releases.dataset,
      purpose: releases.purpose,
      at: releases.createdAt,
    })
    .from(releases)
    .where(eq(releases.madeBy, personId))
    .orderBy(releases.createdAt, releases.id),
  exportsTaken: await db
    .select({ release: releaseDownloads.releaseId, at: releaseDownloads.at })
    .from(releaseDownloads)
    .where(eq(releaseDownloads.personId, personId))
    .orderBy(releaseDownloads.at, releaseDownloads.id),
});
