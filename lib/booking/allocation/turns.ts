import { sql } from "drizzle-orm";
import type { Context } from "#lib/foundation/identity/context.ts";
import { shareTurnOf } from "#lib/foundation/platform/database/locks.ts";
import type { EquipmentRequest } from "./schema.ts";

/*
 * Who waits for whom. Every command that takes or gives time takes its locks in this order, so that no two wait for each
 * other in a circle: quotas, the turn of the space, sessions, bookings and people, rooms, stock, counts.
 *
 * A booking shares the turn with other bookings (a trigger sees to it: migrations/23_turns_promises.sql) and takes in order of
 * ids. Whoever gives back and takes again, or takes date after date, has the turn alone.
 */

/**
 * Has the space to itself until the transaction ends. First, before any row is locked; a second
 * time costs nothing.
 */
export async function haveTurn(
  { db }: Context,
  spaceId: string,
  equipment: EquipmentRequest[] = [],
): Promise<void> {
  const kinds = equipment.map(({ kind }) => kind);
  await db.execute(sql`select have_turn(${spaceId}, ${sql.param(kinds)}::text[])`);
}

/** Shares the space with others who only take. For whoever frees a row before taking. */
export async function shareTurn({ db }: Context, spaceId: string): Promise<void> {
  await db.execute(sql`select ${shareTurnOf(spaceId)}`);
}
