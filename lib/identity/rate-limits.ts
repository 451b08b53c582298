import { sql } from "drizzle-orm";
import { DomainError } from "#lib/platform/errors.ts";
import { keyedHash } from "#lib/platform/hash.ts";
import { authSecret } from "#lib/platform/settings.ts";
import type { Context } from "./context.ts";

/**
 * @property key what is counted: an account joined with an address, or an account alone under a wider limit.
 *   Never an address alone: everybody in a space shares one.
 */
export type Limit = { key: string; attempts: number; windowMinutes: number };

/**
 * Counts one attempt and refuses when there were too many. Runs in `ctx.db`: outside a transaction the count
 * survives whatever is refused afterwards; inside one, only what is committed counts.
 *
 * @throws DomainError rate_limited, with the minutes until the window ends
 */
export async function limit(ctx: Context, { key, attempts, windowMinutes }: Limit): Promise<void> {
  const now = ctx.now.toString();
  const end = ctx.now.add({ minutes: windowMinutes }).toString();
  const { rows } = await ctx.db.execute<{ attempts: number; seconds: number }>(sql`
    insert into rate_limit as counted (key, window_ends_at, attempts) values (${hidden(key)}, ${end}::timestamptz, 1)
    on conflict (key) do update set
      attempts = case when counted.window_ends_at <= ${now}::timestamptz then 1 else counted.attempts + 1 end,
      window_ends_at = case when counted.window_ends_at <= ${now}::timestamptz then excluded.window_ends_at else counted.window_ends_at end
    returning attempts, extract(epoch from window_ends_at - ${now}::timestamptz)::float8 as seconds`);
  const [counted] = rows;
  if (counted && counted.attempts > attempts) throw tooMany(counted.seconds);
}

/** Refuses when a count has reached its limit, and counts nothing: for limits of which only failures are counted. */
export async function refuseWhenReached(
  ctx: Context,
  { key, attempts }: Pick<Limit, "key" | "attempts">,
): Promise<void> {
  const now = ctx.now.toString();
  const { rows } = await ctx.db.execute<{ seconds: number }>(sql`
    select extract(epoch from window_ends_at - ${now}::timestamptz)::float8 as seconds from rate_limit
    where key = ${hidden(key)} and attempts >= ${attempts} and window_ends_at > ${now}::timestamptz`);
  if (rows[0]) throw tooMany(rows[0].seconds);
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
