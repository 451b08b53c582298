import { asc, eq, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { mapOverlays } from "#db/schema/overlays.ts";
import { recordNetworkAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authorise } from "#lib/foundation/identity/permission/policy.ts";
import { lockUntilEnd } from "#lib/foundation/platform/database/locks.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { firstFreeSlug, slugFrom } from "../spaces/schema.ts";
import { readOverlay } from "./read.ts";
import type { OverlayInput } from "./schema.ts";

/** More would be no choice that somebody reads. */
export const MOST_OVERLAYS = 12;

/**
 * Reads a file and keeps what the map draws of it. Nobody sees it before an administrator has, and
 * says so.
 *
 * @throws DomainError invalid, with what is wrong with the file
 */
export async function addOverlay(
  ctx: Context,
  { name, source }: Pick<OverlayInput, "name" | "source">,
  file: Uint8Array,
): Promise<{ id: string; slug: string }> {
  authorise(ctx.actor, "overlay.manage");
  const { shapes, ...counts } = readOverlay(file);
  return transaction(ctx.db, async (db) => {
    const all = await inOrder(db);
    if (all.length >= MOST_OVERLAYS)
      throw new DomainError("conflict", { code: "map.overlays.enough", most: MOST_OVERLAYS });
    const [added] = await db
      .insert(mapOverlays)
      .values({
        ...{ name, source, shapes, ...counts, addedAt: ctx.now },
        slug: firstFreeSlug(
          slugFrom(name.en),
          all.map(({ slug }) => slug),
        ),
        position: (all.at(-1)?.position ?? 0) + 1,
      })
      .returning({ id: mapOverlays.id, slug: mapOverlays.slug });
    if (!added) throw new DomainError("conflict", { code: "map.overlays.unknown" });
    await recordNetworkAudit({ ...ctx, db }, "overlay.added", added.id, { name: name.en, source });
    return added;
  });
}

/** From now on visitors can choose it, or no longer. @returns its address */
export async function showOverlay(ctx: Context, id: string, shown: boolean): Promise<string> {
  authorise(ctx.actor, "overlay.manage");
  return transaction(ctx.db, async (db) => {
    const [changed] = await db
      .update(mapOverlays)
      .set({ shown })
      .where(eq(mapOverlays.id, id))
      .returning({ slug: mapOverlays.slug });
    if (!changed) throw unknown();
    await recordNetworkAudit({ ...ctx, db }, shown ? "overlay.shown" : "overlay.hidden", id);
    return changed.slug;
  });
}

/** One place up or down in the order; the first and the last stay where they are. */
export async function moveOverlay(ctx: Context, id: string, to: "up" | "down"): Promise<void> {
  authorise(ctx.actor, "overlay.manage");
  await transaction(ctx.db, async (db) => {
    const all = await inOrder(db);
    const at = all.findIndex((one) => one.id === id);
    if (at < 0) throw unknown();
    const moved = all.toSpliced(at, 1).toSpliced(Math.max(to === "up" ? at - 1 : at + 1, 0), 0, {
      ...(all[at] as (typeof all)[number]),
    });
    for (const [index, one] of moved.entries())
      await db
        .update(mapOverlays)
        .set({ position: index + 1 })
        .where(eq(mapOverlays.id, one.id));
    await recordNetworkAudit({ ...ctx, db }, "overlay.moved", id);
  });
}

/** Gone for good. */
export async function removeOverlay(ctx: Context, id: string): Promise<void> {
  authorise(ctx.actor, "overlay.manage");
  await transaction(ctx.db, async (db) => {
    const [gone] = await db
      .delete(mapOverlays)
      .where(eq(mapOverlays.id, id))
      .returning({ name: mapOverlays.name });
    if (!gone) throw unknown();
    await recordNetworkAudit({ ...ctx, db }, "overlay.removed", id, { name: gone.name.en });
  });
}

/** All in their order, one at a time: two who move or add do so after each other. */
async function inOrder(db: Database) {
  await db.execute(sql`select ${lockUntilEnd("map_overlay")}`);
  return db
    .select({ id: mapOverlays.id, slug: mapOverlays.slug, position: mapOverlays.position })
    .from(mapOverlays)
    .orderBy(asc(mapOverlays.position), asc(mapOverlays.slug));
}

function unknown(): DomainError {
  return new DomainError("not_found", { code: "map.overlays.unknown" });
}
