import { setTimeout as wait } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { rowsOf } from "#db/rows.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { keyedHash } from "#lib/foundation/platform/secrets/hash.ts";
import { authSecret } from "#lib/foundation/platform/settings/settings.ts";
import type { Context } from "../context.ts";
import { addressBlock } from "./client.ts";

/**
 * What one asker may do in a window; more is refused.
 *
 * @property key names the asker: a person, or a thing joined with the block of addresses it is
 *   tried from. A key that strangers share would let one of them stop the others: those are a
 *   `Slowdown`.
 */
export type Limit = { key: string; attempts: number; windowMinutes: number };

/**
 * What everybody together may do before each further try waits, longer and longer. Nobody is
 * refused by it.
 */
export type Slowdown = { key: string; free: number; windowMinutes: number; longestMs?: number };

const FIRST_WAIT_MS = 125;
const LONGEST_WAIT_MS = 4_000;

/** The block of addresses a request comes from: what its own limits are counted by. */
export function blockOf(ctx: Context): string {
  return addressBlock(ctx.client?.address ?? "direct");
}

/**
 * Counts one attempt and refuses when there were too many. Runs in `ctx.db`: outside a transaction
 * the count survives whatever is refused afterwards; inside one, only what is committed counts.
 *
 * @throws DomainError rate_limited, with the minutes until the window ends
 */
export async function limit(ctx: Context, own: Limit): Promise<void> {
  refuseBeyond(await counted(ctx, [own]), [own]);
}

/**
 * Judges a try of something that may be guessed. It is counted before it is judged, so that many at
 * once get no further than one after another; what was right is taken back, so that only failures
 * count. What is refused by its own limits is not counted for others.
 *
 * @param own limits of whoever asks: reached, they refuse
 * @param shared counts over all who ask: they slow down
 * @throws DomainError rate_limited; or whatever `judge` throws, which is a failure
 */
export async function judged<T>(
  ctx: Context,
  { own, shared = [] }: { own: Limit[]; shared?: Slowdown[] },
  judge: () => Promise<T>,
): Promise<T> {
  refuseBeyond(await counted(ctx, own), own);
  const counts = await counted(ctx, shared);
  const waits = shared.map((each) => waitFor(counts.get(hidden(each.key))?.attempts ?? 0, each));
  const longest = Math.max(0, ...waits);
  if (longest > 0) await wait(longest);
  const answer = await judge();
  await takeBack(ctx, [...own, ...shared]);
  return answer;
}

/**
 * How long a try waits, in milliseconds: twice as long with each failure beyond those that are
 * free.
 */
export function waitFor(attempts: number, { free, longestMs = LONGEST_WAIT_MS }: Slowdown): number {
  if (attempts <= free) return 0;
  return Math.min(longestMs, FIRST_WAIT_MS * 2 ** Math.min(attempts - free - 1, 16));
}

type Counted = Map<string, { attempts: number; seconds: number }>;

/** Counts one attempt under each key, in one statement, and returns the counts. */
async function counted(
  ctx: Context,
  limits: Pick<Limit, "key" | "windowMinutes">[],
): Promise<Counted> {
  if (limits.length === 0) return new Map();
  const now = ctx.now.toString();
  const keys = limits.map(({ key }) => hidden(key));
  const ends = limits.map(({ windowMinutes }) =>
    ctx.now.add({ minutes: windowMinutes }).toString(),
  );
  const rows = await rowsOf<{ key: string; attempts: number; seconds: number }>(
    ctx.db,
    sql`
      insert into rate_limit as counted (key, window_ends_at, attempts)
      select key, ends, 1 from unnest(${sql.param(keys)}::text[],
        ${sql.param(ends)}::timestamptz[]) as asked(key, ends) order by key
      on conflict (key) do update set
        attempts = case when counted.window_ends_at <= ${now}::timestamptz then 1
          else counted.attempts + 1 end,
        window_ends_at = case
          when counted.window_ends_at <= ${now}::timestamptz then excluded.window_ends_at
            else counted.window_ends_at end
      returning key, attempts, extract(epoch from window_ends_at - ${now}::timestamptz)::float8 as seconds`,
  );
  return new Map(rows.map(({ key, ...count }) => [key, count]));
}

async function takeBack(ctx: Context, limits: Pick<Limit, "key">[]): Promise<void> {
  const keys = limits.map(({ key }) => hidden(key)).sort();
  await ctx.db.execute(sql`
    update rate_limit set attempts = attempts - 1 where attempts > 0 and key in
      (select key from rate_limit where key = any(${sql.param(keys)}::text[]) order by key for update)`);
}

function refuseBeyond(counts: Counted, limits: Limit[]): void {
  for (const { key, attempts } of limits) {
    const count = counts.get(hidden(key));
    if (count && count.attempts > attempts) throw tooMany(count.seconds);
  }
}

/** Who tries from where is nobody's business: the table holds no addresses. */
function hidden(key: string): string {
  return keyedHash(authSecret(), `limit:${key}`);
}

function tooMany(seconds: number): DomainError {
  return new DomainError("rate_limited", {
    code: "identity.too_many",
    minutes: Math.max(1, Math.ceil(seconds / 60)),
  });
}
