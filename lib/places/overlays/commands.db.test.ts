import { eq } from "drizzle-orm";
import { expect } from "vitest";
import { auditEntries } from "#db/schema/identity.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { test } from "#testing/database.ts";
import { addOverlay, MOST_OVERLAYS, moveOverlay, removeOverlay, showOverlay } from "./commands.ts";
import { allOverlays, overlayForStaff, overlaysNamed, overlaysToChoose } from "./queries.ts";

const line = (lon: number) =>
  Buffer.from(
    JSON.stringify({
      type: "Feature",
      properties: { name: "<script>alert(1)</script>" },
      geometry: {
        type: "LineString",
        coordinates: Array.from({ length: 50 }, (_, at) => [lon, 50.6 + at / 1_000]),
      },
    }),
  );
const named = (en: string) => ({
  name: { nl: `${en} nl`, fr: `${en} fr`, en },
  source: "© A town, CC0",
});
const slugs = async (ctx: Context) => (await overlaysToChoose(ctx)).map(({ slug }) => slug);

test("an overlay is an administrator's to look at, then everybody's to choose, in an order", async ({
  ctx,
  given,
}) => {
  const admin = given.as(ctx, await given.person([{ role: "administrator", spaceId: null }]));
  const bus = await addOverlay(admin, named("Bus lines"), line(3.2));
  const park = await addOverlay(admin, named("Park"), line(3.1));
  const twin = await addOverlay(admin, named("Bus lines"), line(3));
  expect([bus.slug, park.slug, twin.slug]).toEqual(["bus-lines", "park", "bus-lines-2"]);
  expect(await slugs(ctx)).toEqual([]);
  expect(await overlaysNamed(ctx, ["park"])).toEqual([]);
  expect(await overlayForStaff(admin, "park")).toMatchObject({ pointsBefore: 50, pointsAfter: 2 });

  for (const { id } of [bus, park, twin]) await showOverlay(admin, id, true);
  await moveOverlay(admin, park.id, "up");
  await moveOverlay(admin, park.id, "up");
  await moveOverlay(admin, bus.id, "down");
  await moveOverlay(admin, bus.id, "down");
  expect(await slugs(ctx)).toEqual(["park", "bus-lines-2", "bus-lines"]);
  const drawn = await overlaysNamed(ctx, ["bus-lines", "park", "nothing"]);
  expect(drawn.map(({ slug }) => slug)).toEqual(["park", "bus-lines"]);
  expect(JSON.stringify(drawn)).not.toContain("script");

  await showOverlay(admin, park.id, false);
  await removeOverlay(admin, twin.id);
  expect(await slugs(ctx)).toEqual(["bus-lines"]);
  expect((await allOverlays(admin)).map(({ slug }) => slug)).toEqual(["park", "bus-lines"]);
  const actions = await ctx.db
    .select({ action: auditEntries.action })
    .from(auditEntries)
    .where(eq(auditEntries.subject, twin.id))
    .orderBy(auditEntries.action);
  expect(actions.map(({ action }) => action)).toEqual([
    "overlay.added",
    "overlay.removed",
    "overlay.shown",
  ]);
  for (const attempt of [
    () => removeOverlay(admin, twin.id),
    () => moveOverlay(admin, twin.id, "up"),
    () => showOverlay(admin, twin.id, true),
  ])
    await expect(attempt()).rejects.toMatchObject({ kind: "not_found" });
});

test("nobody else adds, sees or changes one, and there are not too many", async ({
  ctx,
  given,
}) => {
  const admin = given.as(ctx, await given.person([{ role: "administrator", spaceId: null }]));
  const manager = given.as(ctx, await given.staff((await given.space()).id));
  const { id } = await addOverlay(admin, named("Park"), line(3.1));
  for (const attempt of [
    () => addOverlay(manager, named("Park"), line(3.1)),
    () => showOverlay(manager, id, true),
    () => moveOverlay(manager, id, "up"),
    () => removeOverlay(manager, id),
    () => allOverlays(manager),
    () => overlayForStaff(manager, "park"),
  ])
    await expect(attempt()).rejects.toMatchObject({ kind: "forbidden" });
  for (let count = 1; count < MOST_OVERLAYS; count += 1)
    await addOverlay(admin, named("Park"), line(3.1));
  await expect(addOverlay(admin, named("Park"), line(3.1))).rejects.toMatchObject({
    reason: { code: "map.overlays.enough" },
  });
});
