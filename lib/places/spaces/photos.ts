import { and, asc, eq, sql } from "drizzle-orm";
import { photos } from "#db/schema/spaces.ts";
import { recordAudit } from "#lib/foundation/identity/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authenticated, authorise } from "#lib/foundation/identity/policy.ts";
import { limit } from "#lib/foundation/identity/rate-limits.ts";
import { DomainError } from "#lib/foundation/platform/errors.ts";
import { transaction } from "#lib/foundation/platform/transaction.ts";
import { redraw } from "./picture.ts";
import { findResource } from "./resources.ts";
import type { PhotoWords } from "./schema.ts";

/** Enough to know a room by, and light enough for a page. */
export const MOST_PHOTOS = 3;

export type Photo = {
  id: string;
  resourceId: string;
  alt: Record<"nl" | "fr" | "en", string>;
  width: number;
  height: number;
};

const shown = {
  id: photos.id,
  resourceId: photos.resourceId,
  alt: photos.alt,
  width: photos.width,
  height: photos.height,
};

/** The photos of everything in a space, oldest first: for everybody. */
export async function photosOf({ db }: Context, spaceId: string): Promise<Photo[]> {
  return db
    .select(shown)
    .from(photos)
    .where(eq(photos.spaceId, spaceId))
    .orderBy(asc(photos.createdAt), asc(photos.id));
}

/** One photo's bytes, as WebP; null when there is none. */
export async function photoBytes(
  { db }: Context,
  id: string,
  size: "small" | "large",
): Promise<Buffer | null> {
  const [photo] = await db.select({ bytes: photos[size] }).from(photos).where(eq(photos.id, id));
  return photo?.bytes ?? null;
}

/**
 * A photo of something that can be booked, drawn anew. The same photo twice is one photo.
 *
 * @throws DomainError conflict when there are enough; what `redraw` throws
 */
export async function addPhoto(
  ctx: Context,
  resourceId: string,
  bytes: Buffer,
  alt: PhotoWords,
): Promise<{ id: string }> {
  const { spaceId } = await findResource(ctx, resourceId);
  const { personId } = authenticated(ctx.actor, "space.manage");
  await limit(ctx, { key: `photo:${personId}`, attempts: 60, windowMinutes: 60 });
  const picture = await redraw(bytes);
  return transaction(ctx.db, async (db) => {
    await db.execute(sql`select from resource where id = ${resourceId} for update`);
    const before = await db
      .select({ id: photos.id, isSame: sql<boolean>`${photos.large} = ${picture.large}` })
      .from(photos)
      .where(eq(photos.resourceId, resourceId));
    const same = before.find(({ isSame }) => isSame);
    if (same) return { id: same.id };
    if (before.length >= MOST_PHOTOS)
      throw new DomainError("conflict", { code: "spaces.photos_enough", most: MOST_PHOTOS });
    const [added] = await db
      .insert(photos)
      .values({ ...picture, spaceId, resourceId, alt })
      .returning({ id: photos.id });
    if (!added) throw new Error("no photo came back");
    await recordAudit(db, { actor: ctx.actor, action: "photo.added", spaceId, subject: added.id });
    return added;
  });
}

/** Takes a photo away, for the managers of its space. @throws DomainError not_found */
export async function removePhoto(ctx: Context, id: string): Promise<void> {
  const [photo] = await ctx.db.select({ spaceId: photos.spaceId }).from(photos).where(eq(photos.id, id));
  if (!photo) throw new DomainError("not_found", { code: "spaces.unknown_photo" });
  const { spaceId } = photo;
  authorise(ctx.actor, "space.manage", { spaceId });
  await transaction(ctx.db, async (db) => {
    const removed = await db
      .delete(photos)
      .where(and(eq(photos.id, id), eq(photos.spaceId, spaceId)))
      .returning({ id: photos.id });
    if (removed.length > 0)
      await recordAudit(db, { actor: ctx.actor, action: "photo.removed", spaceId, subject: id });
  });
}
