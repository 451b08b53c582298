import { and, count, eq, max, sql } from "drizzle-orm";
import { prototypes, prototypeVariants } from "#db/schema/prototypes.ts";
import type { Title } from "#lib/foundation/i18n/title.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { prototypeFor } from "./commands.ts";
import type { FloorPlan } from "./floor-plan.ts";
import { MOST_VARIANTS } from "./schema.ts";
import { WRITABLE } from "./transitions.ts";

type Drawn = { names: Title; words: string; plan: FloorPlan };

/**
 * Adds a variant to a prototype, as it was drawn.
 *
 * @returns its id
 * @throws DomainError not_found; forbidden; conflict for one more than a page compares, and once
 *   the prototype has a verdict
 */
export async function addVariant(ctx: Context, slug: string, drawn: Drawn): Promise<string> {
  const { id: prototypeId } = await prototypeFor(ctx, slug, "prototype.write");
  return transaction(ctx.db, async (db) => {
    // Whoever adds one at the same time waits here: two are never too many together, nor at one
    // position.
    const [row] = await db
      .select()
      .from(prototypes)
      .where(eq(prototypes.id, prototypeId))
      .for("update");
    if (!WRITABLE.some((state) => state === row?.state))
      throw new DomainError("conflict", { code: "prototypes.changed_meanwhile" });
    const [there] = await db
      .select({ total: count(), last: max(prototypeVariants.position) })
      .from(prototypeVariants)
      .where(eq(prototypeVariants.prototypeId, prototypeId));
    if ((there?.total ?? 0) >= MOST_VARIANTS)
      throw new DomainError("conflict", { code: "prototypes.many_variants", most: MOST_VARIANTS });
    const position = (there?.last ?? 0) + 1;
    const [variant] = await db
      .insert(prototypeVariants)
      .values({ ...drawn, prototypeId, position })
      .returning({ id: prototypeVariants.id });
    if (!variant) throw new Error("no variant was written");
    return variant.id;
  });
}

type Seen = { slug: string; variant: string; revision: number };

/**
 * Keeps what was drawn of a variant.
 *
 * @throws DomainError not_found; forbidden; conflict when somebody else drew since, and once the
 *   prototype has a verdict
 */
export async function saveVariant(
  ctx: Context,
  { slug, variant, revision }: Seen,
  drawn: Drawn,
): Promise<void> {
  const { id: prototypeId, state } = await prototypeFor(ctx, slug, "prototype.write");
  const [saved] = WRITABLE.includes(state as (typeof WRITABLE)[number])
    ? await ctx.db
        .update(prototypeVariants)
        .set({ ...drawn, revision: sql`${prototypeVariants.revision} + 1` })
        .where(
          and(
            eq(prototypeVariants.id, variant),
            eq(prototypeVariants.prototypeId, prototypeId),
            eq(prototypeVariants.revision, revision),
          ),
        )
        .returning({ id: prototypeVariants.id })
    : [];
  if (!saved) throw new DomainError("conflict", { code: "prototypes.drawn_meanwhile" });
}

/**
 * Takes a variant away while nobody has decided.
 *
 * @throws DomainError not_found; forbidden; conflict
 */
export async function removeVariant(ctx: Context, slug: string, id: string): Promise<void> {
  const { id: prototypeId, state } = await prototypeFor(ctx, slug, "prototype.write");
  if (state !== "draft")
    throw new DomainError("conflict", { code: "prototypes.changed_meanwhile" });
  const gone = await ctx.db
    .delete(prototypeVariants)
    .where(and(eq(prototypeVariants.id, id), eq(prototypeVariants.prototypeId, prototypeId)))
    .returning({ id: prototypeVariants.id });
  if (gone.length === 0) throw new DomainError("not_found", { code: "prototypes.unknown_variant" });
}
