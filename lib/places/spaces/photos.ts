import { and, asc, eq, isNull, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { photos } from "#db/schema/spaces.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authenticated, authorise } from "#lib/foundation/identity/permission/policy.ts";
import { limit } from "#lib/foundation/identity/sign-in/rate-limits.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { mediumOf, redraw } from "./picture.ts";
import { findResource } from "./resources.ts";
import { MOST_PHOTOS, type Photo, type PhotoSize, type PhotoWords } from "./schema.ts";

export { MOST_PHOTOS, type Photo } from "./schema.ts";

const shown = {
  id: photos.id,
  resourceId: photos.resourceId,
  alt: photos.alt,
  width: photos.width,
  height: photos.height,
};

/**
 * The photos of a space and of everything in it, those of the space itself first, then the oldest:
 * for everybody.
 */
export async function photosOf({ db }: Context, spaceId: string): Promise<Photo[]> {
  return db
    .select(shown)
    .from(photos)
    .where(eq(photos.spaceId, spaceId))
    .orderBy(sql`${photos.resourceId} is not null`, asc(photos.createdAt), asc(photos.id));
}

/** One photo's bytes, as WebP; null when there is none. */
export async function photoBytes(
  { db }: Context,
  id: string,
  size: PhotoSize,
): Promise<Buffer | null> {
  const [photo] = await db.select({ bytes: photos[size] }).from(photos).where(eq(photos.id, id));
  if (!photo) return null;
  return photo.bytes ?? addMedium(db, id);
}

/** Draws the middle size of a photo that is older than that size, once and for all. */
async function addMedium(db: Database, id: string): Promise<Buffer | null> {
  const [photo] = await db.select({ large: photos.large }).from(photos).where(eq(photos.id, id));
  if (!photo) return null;
  const medium = await mediumOf(photo.large);
  await db.update(photos).set({ medium }).where(eq(photos.id, id));
  return medium;
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
  return add(ctx, { spaceId, resourceId }, bytes, alt);
}

/** A photo of a space as a whole, drawn anew: the first thing that people see of it. */
export async function addSpacePhoto(
  ctx: Context,
  spaceId: string,
  bytes: Buffer,
  alt: PhotoWords,
): Promise<{ id: string }> {
  authorise(ctx.actor, "space.manage", { spaceId });
  return add(ctx, { spaceId, resourceId: null }, bytes, alt);
}

async function add(
  ctx: Context,
  of: { spaceId: string; resourceId: string | null },
  bytes: Buffer,
  alt: PhotoWords,
): Promise<{ id: string }> {
  const { spaceId, resourceId } = of;
  const { personId } = authenticated(ctx.actor, "space.manage");
  await limit(ctx, { key: `photo:${personId}`, attempts: 60, windowMinutes: 60 });
  const picture = await redraw(bytes);
  return transaction(ctx.db, async (db) => {
    await db.execute(
      resourceId
        ? sql`select from resource where id = ${resourceId} for update`
        : sql`select from space where id = ${spaceId} for update`,
    );
    const before = await db
      .select({ id: photos.id, isSame: sql<boolean>`${photos.large} = ${picture.large}` })
      .from(photos)
      .where(
        resourceId
          ? eq(photos.resourceId, resourceId)
          : and(eq(photos.spaceId, spaceId), isNull(photos.resourceId)),
      );
    const same = before.find(({ isSame }) => isSame);
    if (same) return { id: same.id };
    if (before.length >= MOST_PHOTOS)
      throw new DomainError("conflict", { code: "spaces.photos_enough", most: MOST_PHOTOS });
    const [added] = await db
      .insert(photos)
      .values({ ...picture, ...of, alt })
      .returning({ id: photos.id });
    if (!added) throw new Error("no photo came back");
    await recordAudit(db, { actor: ctx.actor, action: "photo.added", spaceId, subject: added.id });
    return added;
  });
}

/** Takes a photo away, for the managers of its space. @throws DomainError not_found */
export async function removePhoto(ctx: Context, id: string): Promise<void> {
  const [photo] = await ctx.db
    .select({ spaceId: photos.spaceId })
    .from(photos)
    .where(eq(photos.id, id));
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
