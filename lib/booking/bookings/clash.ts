import { type SQL, sql } from "drizzle-orm";
import { rowsOf } from "#db/rows.ts";
import type { Interval } from "#db/types.ts";
import { takenWithin } from "#lib/booking/allocation/fitness.ts";
import type { EquipmentRequest } from "#lib/booking/allocation/schema.ts";
import { findBeside } from "#lib/booking/search/free-rooms.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { DomainError, databaseFault } from "#lib/foundation/platform/errors/errors.ts";

/** A clash, with what else is free; anything else as it was. */
export async function withAlternatives(
  ctx: Context,
  error: unknown,
  input: Clashing,
): Promise<unknown> {
  const stock = databaseFault(error)?.constraint === "stock_not_exceeded";
  const slot = isSlotTaken(error);
  if (!stock && !slot) return error;
  const why = slot && !(error instanceof SeenTaken) ? await whyClosed(ctx, input) : null;
  const taken = { code: stock ? "booking.equipment_taken" : "booking.slot_taken" };
  const alternatives = await findBeside(ctx, input);
  return new DomainError("conflict", why ? { code: "booking.room_is_closed", why } : taken, {
    cause: error,
    details: { alternatives },
  });
}

/** Somebody else was seen in the room, and no closure, before anything was written. */
export class SeenTaken extends DomainError {
  constructor() {
    super("conflict", { code: "booking.slot_taken" });
  }
}

/** Whether the database found that somebody was first. */
export function isRefusedAsTaken(error: unknown): boolean {
  return isSlotTaken(error) && databaseFault(error) !== null;
}

/** Whether somebody was first. */
function isSlotTaken(error: unknown): boolean {
  return error instanceof DomainError && error.reason.code === "booking.slot_taken";
}

/** The reason of the closure that takes the room, or null: nobody else was first then. */
async function whyClosed(
  { db }: Context,
  { roomId, start, end }: Clashing,
): Promise<string | null> {
  const [from, until] = [start, end].map((moment) => sql`${moment.toString()}::timestamptz`);
  const taken = takenWithin(sql`held.closure_id`, { start: from as SQL, end: until as SQL });
  const rows = await rowsOf<{ reason: string }>(
    db,
    sql`
      select closure.reason from spaces_resource room cross join unnest(room.holds) as part(id)
        cross join lateral (${taken}) held
        join closures_closure closure on closure.id = held.closure_id
      where room.id = ${roomId} order by lower(held.during) limit 1`,
  );
  return rows[0]?.reason ?? null;
}

type Clashing = Interval & { roomId: string; people: number; equipment: EquipmentRequest[] };
