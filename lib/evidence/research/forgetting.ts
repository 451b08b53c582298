import { and, lt, ne } from "drizzle-orm";
import { releaseDownloads, releases } from "#db/schema/research.ts";
import type { Retention } from "#lib/module.ts";

export const retention: Retention = ({ db, nobody, over }) => ({
  log: {
    releases: db
      .update(releases)
      .set({ madeBy: nobody })
      .where(and(ne(releases.madeBy, nobody), lt(releases.createdAt, over("log")))),
    downloads: db
      .update(releaseDownloads)
      .set({ personId: nobody })
      .where(and(ne(releaseDownloads.personId, nobody), lt(releaseDownloads.at, over("log")))),
  },
});
