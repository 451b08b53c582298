import { eq } from "drizzle-orm";
import sharp from "sharp";
import { expect } from "vitest";
import { photos } from "#db/schema/spaces.ts";
import { test } from "#testing/database.ts";
import { addPhoto, MOST_PHOTOS, photoBytes, photosOf, removePhoto } from "./photos.ts";

const alt = {
  nl: "Een zaal met een raam",
  fr: "Une salle avec une fenêtre",
  en: "A room with a window",
};
const photo = (background: string) =>
  sharp({ create: { width: 60, height: 40, channels: 3, background } })
    .png()
    .toBuffer();

test("a manager adds photos, everybody sees them, and they go away again", async ({
  ctx,
  given,
}) => {
  const { id, spaceId } = await given.room();
  const manager = given.as(ctx, await given.staff(spaceId));
  const visitor = { ...ctx, actor: { kind: "visitor" as const } };

  const { id: first } = await addPhoto(manager, id, await photo("red"), alt);
  const again = await addPhoto(manager, id, await photo("red"), alt);
  expect(again.id).toBe(first);
  expect(await photosOf(visitor, spaceId)).toMatchObject([
    { id: first, resourceId: id, alt, width: 60 },
  ]);
  const bytes = await photoBytes(visitor, first, "small");
  expect((await sharp(bytes!).metadata()).format).toBe("webp");

  await removePhoto(manager, first);
  expect(await photosOf(visitor, spaceId)).toEqual([]);
  expect(await photoBytes(visitor, first, "small")).toBeNull();
});

test("a photo is there in the size of a page, also one that is older than that size", async ({
  ctx,
  given,
}) => {
  const { id, spaceId } = await given.room();
  const manager = given.as(ctx, await given.staff(spaceId));
  const { id: photoId } = await addPhoto(manager, id, await photo("red"), alt);
  const fresh = await photoBytes(ctx, photoId, "medium");
  await ctx.db.update(photos).set({ medium: null }).where(eq(photos.id, photoId));

  const drawn = await photoBytes(ctx, photoId, "medium");
  expect(await sharp(drawn!).metadata()).toMatchObject({ format: "webp", width: 60, height: 40 });
  expect(fresh?.byteLength).toBeGreaterThan(0);
  const [kept] = await ctx.db.select().from(photos).where(eq(photos.id, photoId));
  expect(kept?.medium).toEqual(drawn);
});

test("a room has a few photos, and only its managers change them", async ({ ctx, given }) => {
  const { id, spaceId } = await given.room();
  const manager = given.as(ctx, await given.staff(spaceId));
  const stranger = given.as(ctx, await given.staff((await given.space()).id));

  await expect(addPhoto(ctx, id, await photo("red"), alt)).rejects.toMatchObject({
    kind: "forbidden",
  });
  await expect(addPhoto(stranger, id, await photo("red"), alt)).rejects.toMatchObject({
    kind: "forbidden",
  });
  const colours = ["red", "green", "blue"].slice(0, MOST_PHOTOS);
  const added = [];
  for (const colour of colours) added.push(await addPhoto(manager, id, await photo(colour), alt));
  await expect(addPhoto(manager, id, await photo("white"), alt)).rejects.toMatchObject({
    reason: { code: "spaces.photos_enough" },
  });
  await expect(removePhoto(stranger, added[0]!.id)).rejects.toMatchObject({ kind: "forbidden" });
  await expect(removePhoto(manager, added[0]!.id)).resolves.toBeUndefined();
  await expect(removePhoto(manager, added[0]!.id)).rejects.toMatchObject({ kind: "not_found" });
});
