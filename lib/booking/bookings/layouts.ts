import type { Title } from "#lib/foundation/i18n/title.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { findLayout, layoutsOfRoom, layoutsOfSpace } from "#lib/places/spaces/layouts.ts";
import type { Layout } from "#lib/places/spaces/schema.ts";
import { layoutAfter, layoutRefusal, layoutThere } from "./layout-rules.ts";

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
 * The ways in which the first room of a booking can be set up. What it has stays among them, though
 * it is offered no more.
 */
export async function layoutsToKeep(
  ctx: Context,
  { spaceId, roomId, layoutId }: { spaceId: string; roomId: string; layoutId: string | null },
): Promise<Layout[]> {
  const layouts = await layoutsOfSpace(ctx, spaceId);
  return layouts.filter(
    (layout) => layout.roomId === roomId && (!layout.isRetired || layout.id === layoutId),
  );
}

/** How a room is set up, and how it was, where that could not come along. */
export type SetUp = { layoutId: string | null; leftLayout: Title | null };

type Had = Room & { layoutId: string | null };

/** How a room is set up for a booking that goes there without anybody choosing. */
export async function setUpThere(ctx: Context, had: Had, room: Room): Promise<SetUp> {
  const layout = had.layoutId === null ? null : await findLayout(ctx, had.layoutId);
  if (!layout) return { layoutId: null, leftLayout: null };
  const others = room.roomId === layout.roomId ? [] : await layoutsOfRoom(ctx, room.roomId);
  const layoutId = layoutThere(layout, had.people, room, others);
  return { layoutId, leftLayout: layoutId === null ? layout.names : null };
}

/**
 * How the room of a booking is set up after a change of it.
 *
 * @throws DomainError invalid
 */
export async function changedLayout(
  ctx: Context,
  had: Had,
  change: Room & { layoutId?: string | null | undefined },
): Promise<SetUp> {
  const there = await setUpThere(ctx, had, change);
  const { layoutId, isAsked, isKept } = layoutAfter(had, change, there.layoutId);
  if (isAsked) await checkLayout(ctx, layoutId, change, isKept);
  const isLeft = layoutId === null && change.roomId !== had.roomId;
  return { layoutId, leftLayout: isLeft ? there.leftLayout : null };
}
