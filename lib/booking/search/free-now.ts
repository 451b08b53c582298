import { nextQuarter } from "#lib/booking/allocation/gaps.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { withinBudget } from "#lib/foundation/identity/programs/work.ts";
import { freeRooms } from "./free-rooms.ts";

const MINUTES = 60;
/** More rooms than any network has. */
const ALL = 5_000;

/**
 * The slugs of the spaces with a room that whoever asks can book for an hour from the next quarter
 * of an hour on.
 */
export async function spacesFreeNow(ctx: Context): Promise<string[]> {
  const start = nextQuarter(ctx.now);
  const time = { start, end: start.add({ minutes: MINUTES }) };
  const rooms = await withinBudget(ctx, () =>
    freeRooms(ctx, { ...time, people: 1, equipment: [] }, [time], { perTime: ALL, limit: ALL }),
  );
  return [...new Set(rooms.map(({ spaceSlug }) => spaceSlug))];
}
