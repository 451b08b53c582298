import { and, eq, isNull } from "drizzle-orm";
import { prototypeVariants } from "#db/schema/prototypes.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { addLayout } from "#lib/places/spaces/layouts.ts";
import type { LayoutWords } from "#lib/places/spaces/schema.ts";
import { prototypeFor } from "./commands.ts";

/**
 * Offers the variant that was kept to whoever books its room.
 *
 * @returns the id of the layout
 * @throws DomainError not_found; forbidden; invalid where it takes more people than the room;
 *   conflict while nothing is kept, without a room, and when it is offered already
 */
export async function offerLayout(ctx: Context, slug: string, words: LayoutWords): Promise<string> {
  const { id: prototypeId, roomId, state } = await prototypeFor(ctx, slug, "prototype.decide");
  return transaction(ctx.db, async (db) => {
    const [kept] = await db
      .select()
      .from(prototypeVariants)
      .where(
        and(
          eq(prototypeVariants.prototypeId, prototypeId),
          eq(prototypeVariants.isKept, true),
          isNull(prototypeVariants.layoutId),
        ),
      )
      .for("update");
    if (!kept || roomId === null || state !== "concluded")
      throw new DomainError("conflict", { code: "prototypes.changed_meanwhile" });
    const layoutId = await addLayout({ ...ctx, db }, { ...words, roomId, plan: kept.plan });
    await db.update(prototypeVariants).set({ layoutId }).where(eq(prototypeVariants.id, kept.id));
    return layoutId;
  });
}
