import { and, asc, eq, isNull, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { inReadingOrder } from "#db/expressions.ts";
import { resources, roomLayouts } from "#db/schema/spaces.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import type { Title } from "#lib/foundation/i18n/title.ts";
import { titleSql } from "#lib/foundation/i18n/title-sql.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authorise } from "#lib/foundation/identity/permission/policy.ts";
import { markOf, refuseUnlessSeen } from "#lib/foundation/platform/database/as-seen.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import type { Layout, LayoutWords } from "./schema.ts";

/** What the layout with this id is called, as a title; null where there is none. */
export function layoutNames(id: SQLWrapper): SQL<Title | null> {
  return sql<Title | null>`(select layout.names from room_layout layout where layout.id = ${id})`;
}

/** What a layout is called in the reader's language, or else in the first it has. */
export function layoutName(id: SQL, locale: Locale): SQL {
  return sql`(select ${titleSql(sql`layout.names`, locale)} from room_layout layout
    where layout.id = ${id})`;
}

const columns = {
  id: roomLayouts.id,
  roomId: roomLayouts.resourceId,
  roomName: resources.name,
  names: roomLayouts.names,
  seats: roomLayouts.seats,
  plan: roomLayouts.plan,
  isRetired: roomLayouts.retiredAt,
};

/** The ways in which the rooms of a space can be set up, the retired ones too. */
export async function layoutsOfSpace({ db }: Context, spaceId: string): Promise<Layout[]> {
  const rows = await db
    .select(columns)
    .from(roomLayouts)
    .innerJoin(resources, eq(resources.id, roomLayouts.resourceId))
    .where(eq(resources.spaceId, spaceId))
    .orderBy(inReadingOrder(resources.name), asc(roomLayouts.createdAt), asc(roomLayouts.id));
  return rows.map(layoutFrom);
}

/** The ways in which a room can be set up for whoever books it now. */
export async function layoutsOfRoom({ db }: Context, roomId: string): Promise<Layout[]> {
  const rows = await db
    .select(columns)
    .from(roomLayouts)
    .innerJoin(resources, eq(resources.id, roomLayouts.resourceId))
    .where(and(eq(roomLayouts.resourceId, roomId), isNull(roomLayouts.retiredAt)))
    .orderBy(asc(roomLayouts.createdAt), asc(roomLayouts.id));
  return rows.map(layoutFrom);
}

/** One way in which a room can, or could, be set up; null where there is none. */
export async function findLayout({ db }: Context, id: string): Promise<Layout | null> {
  const [row] = await db
    .select(columns)
    .from(roomLayouts)
    .innerJoin(resources, eq(resources.id, roomLayouts.resourceId))
    .where(eq(roomLayouts.id, id));
  return row ? layoutFrom(row) : null;
}

function layoutFrom({
  isRetired,
  ...row
}: Omit<Layout, "isRetired"> & { isRetired: Temporal.Instant | null }): Layout {
  return { ...row, isRetired: isRetired !== null };
}

type NewLayout = { roomId: string; names: Title; seats: number; plan: Layout["plan"] };

/**
 * Offers a way to set up a room to whoever books it.
 *
 * @returns its id
 * @throws DomainError not_found; forbidden; invalid where it takes more people than the room
 */
export async function addLayout(ctx: Context, layout: NewLayout): Promise<string> {
  const { roomId, names, seats, plan } = layout;
  const room = await roomOf(ctx, roomId);
  refuseTooMany(room, seats);
  return transaction(ctx.db, async (db) => {
    const [made] = await db
      .insert(roomLayouts)
      .values({ resourceId: roomId, names, seats, plan })
      .returning({ id: roomLayouts.id });
    if (!made) throw new Error("no layout was written");
    await recordAudit(db, {
      actor: ctx.actor,
      action: "layout.added",
      spaceId: room.spaceId,
      subject: made.id,
    });
    return made.id;
  });
}

type LayoutSaid = Pick<Layout, "names" | "seats">;

/** The mark of what a form shows of a layout. */
export function markOfLayout(layout: LayoutSaid): string {
  return markOf(saidOf(layout));
}

function saidOf({ names: { nl, fr, en }, seats }: LayoutSaid) {
  return { nl, fr, en, seats };
}

/**
 * Calls a layout otherwise, or says anew how many people it takes. Bookings that have it keep it.
 *
 * @param seen the mark of what the actor saw of it
 * @throws DomainError not_found; forbidden; conflict when somebody changed it since; invalid where
 *   it takes more people than the room
 */
export async function changeLayout(
  ctx: Context,
  id: string,
  { names, seats }: LayoutWords,
  seen?: string,
): Promise<void> {
  const room = await roomOf(ctx, (await knownLayout(ctx, id)).roomId);
  refuseTooMany(room, seats);
  const set = { names, seats };
  await write(ctx, { id, spaceId: room.spaceId, action: "layout.changed", set, seen });
}

/**
 * Offers a layout no more, or again. Bookings that have it keep it.
 *
 * @throws DomainError not_found; forbidden
 */
export async function retireLayout(ctx: Context, id: string, isRetired: boolean): Promise<void> {
  const { spaceId } = await roomOf(ctx, (await knownLayout(ctx, id)).roomId);
  const action = isRetired ? "layout.retired" : "layout.offered";
  await write(ctx, { id, spaceId, action, set: { retiredAt: isRetired ? ctx.now : null } });
}

type Change = {
  id: string;
  spaceId: string;
  action: "layout.changed" | "layout.retired" | "layout.offered";
  set: Partial<typeof roomLayouts.$inferInsert>;
  seen?: string | undefined;
};

async function write(ctx: Context, { id, spaceId, action, set, seen }: Change): Promise<void> {
  await transaction(ctx.db, async (db) => {
    await db
      .select({ id: roomLayouts.id })
      .from(roomLayouts)
      .where(eq(roomLayouts.id, id))
      .for("update");
    refuseUnlessSeen(saidOf(await knownLayout({ ...ctx, db }, id)), seen);
    await db.update(roomLayouts).set(set).where(eq(roomLayouts.id, id));
    await recordAudit(db, { actor: ctx.actor, action, spaceId, subject: id });
  });
}

async function knownLayout(ctx: Context, id: string): Promise<Layout> {
  const layout = await findLayout(ctx, id);
  if (!layout) throw new DomainError("not_found", { code: "booking.unknown_layout" });
  return layout;
}

type Room = { spaceId: string; capacity: number };

async function roomOf(ctx: Context, id: string): Promise<Room> {
  const [room] = await ctx.db
    .select({ spaceId: resources.spaceId, capacity: resources.capacity, kind: resources.kind })
    .from(resources)
    .where(eq(resources.id, id));
  if (!room || (room.kind !== "room" && room.kind !== "desk"))
    throw new DomainError("not_found", { code: "booking.unknown_room" });
  authorise(ctx.actor, "space.manage", { spaceId: room.spaceId });
  return room;
}

function refuseTooMany({ capacity }: Room, seats: number): void {
  if (seats <= capacity) return;
  throw new DomainError(
    "invalid",
    { code: "spaces.layout_seats_room", capacity },
    { details: { field: "seats" } },
  );
}
