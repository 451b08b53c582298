import { sql } from "drizzle-orm";
import { rowsOf } from "#db/rows.ts";
import { database } from "#lib/foundation/platform/database/database.ts";
import { troubleOf } from "#lib/foundation/platform/errors/trouble.ts";
import { log } from "#lib/foundation/platform/logs/log.ts";

type Handler = () => void;

const ASKED_EVERY_MS = 1_000;

/**
 * The spaces somebody looks at in this process, and how their bookings stood when they were last
 * asked for.
 */
const watched = new Map<string, { handlers: Set<Handler>; state: string | null }>();
let asking: ReturnType<typeof setInterval> | null = null;
let isAsking = false;
let isFailing = false;

/**
 * Calls whoever watches a space soon after its bookings changed, until the answer is called. One
 * question a second for all the spaces that are watched in a process, and none when there are none:
 * a NOTIFY in each booking's transaction would make all of them commit one after the other
 * (docs/decisions/0006).
 */
export function watchBookings(spaceId: string, handler: Handler): () => void {
  const one = watched.get(spaceId) ?? { handlers: new Set(), state: null };
  watched.set(spaceId, one);
  one.handlers.add(handler);
  asking ??= setInterval(() => void ask(), ASKED_EVERY_MS);
  void ask();
  return () => {
    one.handlers.delete(handler);
    if (one.handlers.size === 0) watched.delete(spaceId);
    if (watched.size > 0 || !asking) return;
    clearInterval(asking);
    asking = null;
  };
}

/** Versions only grow, and rows are only added: count and sum say whether anything happened. */
async function ask(): Promise<void> {
  if (isAsking) return;
  isAsking = true;
  try {
    const rows = await rowsOf<{ spaceId: string; state: string }>(
      database().db,
      sql`
        select space.id as space_id, (select count(*) || ':' || coalesce(sum(version), 0)
        from bookings_booking booking
          where booking.space_id = space.id
            and booking.during && tstzrange(now() - interval '7 days',
            now() + interval '400 days')) as state
        from unnest(${sql.param([...watched.keys()])}::uuid[]) as space(id)`,
    );
    for (const { spaceId, state } of rows) {
      const one = watched.get(spaceId);
      if (!one) continue;
      const isChanged = one.state !== null && one.state !== state;
      one.state = state;
      if (isChanged) for (const handler of one.handlers) handler();
    }
    isFailing = false;
  } catch (error) {
    // Asked each second: one line for as long as it lasts.
    if (!isFailing)
      log.warn({ trouble: troubleOf(error), err: error }, "changes of bookings not asked for");
    isFailing = true;
  } finally {
    isAsking = false;
  }
}
