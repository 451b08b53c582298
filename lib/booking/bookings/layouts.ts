import type { Context } from "#lib/foundation/identity/context.ts";
import { DomainError } from "#lib/foundation/platform/errors.ts";
import { findLayout } from "#lib/places/spaces/layouts.ts";
import { layoutAfter, layoutRefusal } from "./layout-rules.ts";

type Room = { roomId: string; people: number };

/**
 * Sees to it that a room can be set up as asked.
 *
 * @throws DomainError invalid, which says at which field of a form
 */
export async function checkLayout(
  ctx: Context,
  layoutId: string | null,
  room: Room,
  isKept = false,
): Promise<void> {
  if (layoutId === null) return;
  const refusal = layoutRefusal(await findLayout(ctx, layoutId), room, isKept);
  if (refusal) throw new DomainError("invalid", refusal, { details: { field: "layoutId" } });
}

/**
 * How the room of a booking is set up after a change of it.
 *
 * @throws DomainError invalid
 */
export async function changedLayout(
  ctx: Context,
  had: Room & { layoutId: string | null },
  change: Room & { layoutId?: string | null | undefined },
): Promise<string | null> {
  const { layoutId, isAsked, isKept } = layoutAfter(had, change);
  if (isAsked) await checkLayout(ctx, layoutId, change, isKept);
  return layoutId;
}
