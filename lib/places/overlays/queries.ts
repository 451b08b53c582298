import { and, asc, eq, inArray } from "drizzle-orm";
import { mapOverlays } from "#db/schema/overlays.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authorise } from "#lib/foundation/identity/permission/policy.ts";
import type { Shapes } from "./schema.ts";

export type Overlay = typeof mapOverlays.$inferSelect;

/** What a map draws of one, and says beside it. */
export type DrawnOverlay = {
  slug: string;
  name: Record<Locale, string>;
  source: string;
  shapes: Shapes;
};

const ORDER = [asc(mapOverlays.position), asc(mapOverlays.slug)];

/** Those that a visitor can choose, in their order, without what they draw. */
export async function overlaysToChoose({
  db,
}: Context): Promise<{ slug: string; name: Record<Locale, string> }[]> {
  return db
    .select({ slug: mapOverlays.slug, name: mapOverlays.name })
    .from(mapOverlays)
    .where(eq(mapOverlays.shown, true))
    .orderBy(...ORDER);
}

/** Those of some that visitors may see, in their order. */
export async function overlaysNamed(
  { db }: Context,
  slugs: readonly string[],
): Promise<DrawnOverlay[]> {
  if (slugs.length === 0) return [];
  const { slug, name, source, shapes } = mapOverlays;
  return db
    .select({ slug, name, source, shapes })
    .from(mapOverlays)
    .where(and(eq(mapOverlays.shown, true), inArray(slug, [...slugs])))
    .orderBy(...ORDER);
}

/** All of them, in their order, without what they draw: for administrators. */
export async function allOverlays(ctx: Context): Promise<Omit<Overlay, "shapes">[]> {
  authorise(ctx.actor, "overlay.manage");
  const rows = await ctx.db
    .select()
    .from(mapOverlays)
    .orderBy(...ORDER);
  return rows.map(({ shapes: _, ...overlay }) => overlay);
}

/** One with everything, also before visitors see it; null for one that is not there. */
export async function overlayForStaff(ctx: Context, slug: string): Promise<Overlay | null> {
  authorise(ctx.actor, "overlay.manage");
  const [found] = await ctx.db.select().from(mapOverlays).where(eq(mapOverlays.slug, slug));
  return found ?? null;
}
