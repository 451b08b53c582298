import { type Connection, connect } from "#db/client.ts";
import type { Work } from "#db/limits.ts";
import { workOf } from "../http/work.ts";
import { currentAsker } from "../logs/security-log.ts";
import { settings } from "../settings/settings.ts";

/**
 * A page asks several things at once, and a booking waits for the disk with its connection in hand:
 * so many wait together that the next ones are worked on meanwhile. Of a server's two hundred
 * connections, four such processes leave some.
 */
const MOST_OF_WEB = 30;
/** Readiness and metrics ask one after the other, beside whatever else happens. */
const MOST_OF_PROBE = 2;

// Next evaluates a module once per bundle; the pools are one set per process.
const shared = globalThis as { triviumConnection?: Connection; triviumProbe?: Connection };

/**
 * This process's connection. Whoever asks first says what the process is for.
 *
 * @param work time-outs of what no door names: `db/limits.ts`
 */
export function database(work: Work = "page"): Connection {
  shared.triviumConnection ??= connect(address(), {
    work,
    ...(work === "page" ? { max: MOST_OF_WEB, taker: takerOfRequest } : {}),
  });
  return shared.triviumConnection;
}

/**
 * A connection beside the pool, with short time-outs: it answers, or fails, while the pool is
 * stuck.
 */
export function probe(): Connection {
  shared.triviumProbe ??= connect(address(), { work: "probe", max: MOST_OF_PROBE });
  return shared.triviumProbe;
}

/** Ends both. */
export async function closeDatabase(): Promise<void> {
  await Promise.all([shared.triviumConnection?.close(), shared.triviumProbe?.close()]);
}

function takerOfRequest() {
  const door = currentAsker()?.door ?? null;
  return { door, work: workOf(door) };
}

function address(): string {
  const { databaseUrl } = settings();
  if (!databaseUrl)
    throw new Error("DATABASE_URL is not set: `npm start` sets it for the processes it starts");
  return databaseUrl;
}
