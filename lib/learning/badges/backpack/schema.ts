import { z } from "zod";

/** What one file may weigh that is kept. The check itself reads larger ones. */
export const MOST_KEPT_BYTES = 1_000_000;
/** How many badges of others, and how many collections, somebody keeps. */
export const MOST_BADGES = 200;
export const MOST_COLLECTIONS = 30;

/** For how long a link shows a collection, in days. */
export const SHARE_DAYS = ["7", "30", "180"] as const;

export const importForm = z.object({
  badge: z.string().max(1_200_000, "backpack.too_large").default(""),
  file: z.instanceof(File).optional(),
});

export const oneThing = z.object({ id: z.uuid("backpack.unknown") });

/** All links of a collection, or one of them. */
export const linksForm = oneThing.extend({ link: z.uuid().optional() });

export const newCollection = z.object({
  name: z.string().trim().min(1, "backpack.needs_name").max(80, "backpack.too_long"),
});

/** Which badges are in a collection: all of them are sent. */
export const collectionItems = z.object({
  id: z.uuid("backpack.unknown"),
  badges: z.preprocess((value) => [value ?? []].flat(), z.array(z.uuid()).max(2 * MOST_BADGES)),
});

export const shareForm = z.object({ id: z.uuid("backpack.unknown"), days: z.enum(SHARE_DAYS) });
