import { sql } from "drizzle-orm";
import type pg from "pg";
import type { Connection, Database } from "#db/client.ts";
import { brokenPromises, untold } from "#lib/cli/invariants.ts";
import type { Letters } from "./letters.ts";
import { DATES, noteMade, send } from "./load.ts";
import type { Log } from "./log.ts";

/** Counts of what should not be, by name. */
export type Faults = Record<string, number>;

/** What the database says of each booking and series, in the words of the log. */
async function statesOf(db: Database, ids: string[]): Promise<Map<string, string>> {
  const wanted = sql`any(${sql.param(ids)}::uuid[])`;
  const { rows } = await db.execute<{ id: string; state: string }>(sql`
    select id, case when status in ('requested', 'confirmed')
        then status || ' ' || to_char(lower(during) at time zone 'UTC',
        'YYYY-MM-DD"T"HH24:MI:SS"Z"') else status end as state
      from booking where id = ${wanted}
     union all
     select series.id, case
        when count(booking.id) = 0 then 'cancelled'
        when count(booking.id) = ${DATES}
          and count(distinct (lower(booking.during) at time zone 'Europe/Brussels')::time) = 1
          then 'booked ' || to_char(min(lower(booking.during) at time zone 'Europe/Brussels'),
          'HH24:MI')
        else 'half' end
      from series left join booking on booking.series_id = series.id
        and booking.status = 'confirmed'
      where series.id = ${wanted} group by series.id`);
  return new Map(rows.map(({ id, state }) => [id, state]));
}

/** Series of which some dates are confirmed and some are not. */
async function halfSeries(db: Database): Promise<number> {
  const { rows } = await db.execute(sql`
    select series.id from series join booking on booking.series_id = series.id
      and booking.status = 'confirmed'
      group by series.id having count(*) <> ${DATES}`);
  return rows.length;
}

/**
 * Whatever was acknowledged is there as it was acknowledged, and the tables keep their promises:
 * all of it as one moment saw it, for the worker goes on meanwhile. Letters are read after that
 * moment: one that was written down then lies there by now, or its message still waits in the
 * tables.
 */
export async function verdict({ db }: Connection, logs: Log[], letters: Letters): Promise<Faults> {
  const known = logs.flatMap((log) => [...log.known.values()]);
  const { states, half, silent, broken } = await db.transaction(
    async (moment) => ({
      states: await statesOf(
        moment,
        known.map(({ id }) => id),
      ),
      half: await halfSeries(moment),
      silent: await untold(moment),
      broken: await brokenPromises(moment),
    }),
    { isolationLevel: "repeatable read", accessMode: "read only" },
  );
  const lost = known.filter(({ id, states: may }) => !may.has(states.get(id) ?? "absent"));
  for (const { id, kind, states: may } of lost.slice(0, 5))
    console.log(
      `  ${kind} ${id}: ${[...may].join(" or ")} was acknowledged, ${states.get(id) ?? "absent"} is there`,
    );
  // What is known by now is known: the next change starts from there.
  for (const thing of known) {
    if (thing.states.size > 1) thing.states = new Set([states.get(thing.id) ?? "absent"]);
  }
  await letters.look();
  return {
    lost: lost.length,
    halfSeries: half,
    serverErrorsUnharmed: logs.reduce((sum, log) => sum + log.faults.length, 0),
    untold: silent.filter((id) => !letters.speakOf.has(id)).length,
    ...broken,
  };
}

/**
 * Asks again for whatever got no answer, with its key: one effect in the end, and the first answer
 * if there was one.
 *
 * @returns how many were asked again, how many had been done all along, and how many have not
 *   exactly one effect
 */
export async function askAgain(
  pool: pg.Pool,
  { url, log }: { url: string; log: Log },
): Promise<{ again: number; wereDone: number; effects: number }> {
  const unknown = log.asked.filter(({ outcome }) => outcome === "unknown");
  const before = await effectsOf(
    pool,
    unknown.map(({ key }) => key),
  );
  for (const asked of unknown) {
    const { path, json, token, key } = asked;
    const { outcome, body } = await send(
      { url, log, isKilled: () => false },
      { path, method: "POST", token, json, key },
    );
    asked.outcome = outcome;
    if (outcome !== "ok") continue;
    asked.id = JSON.parse(body).id;
    noteMade(log, asked);
  }
  const after = await effectsOf(
    pool,
    unknown.map(({ key }) => key),
  );
  const wrong = unknown.filter(({ key, outcome, id }) => {
    const [was = [], is = []] = [before.get(key), after.get(key)];
    if (outcome === "ok")
      return is.length !== 1 || is[0] !== id || (was.length > 0 && was[0] !== id);
    return outcome === "unknown" || is.length > 0;
  });
  return { again: unknown.length, wereDone: before.size, effects: wrong.length };
}

/** Bookings and series by the key they were asked for with. */
async function effectsOf(pool: pg.Pool, keys: string[]): Promise<Map<string, string[]>> {
  const { rows } = await pool.query<{ key: string; ids: string[] }>(
    `select purpose as key, array_agg(distinct coalesce(series_id, id)::text) as ids
      from booking where purpose = any($1::text[]) group by purpose`,
    [keys],
  );
  return new Map(rows.map(({ key, ids }) => [key, ids]));
}

/**
 * Time that was given back can be had again: it is asked for, and given.
 *
 * @returns how many were refused
 */
export async function rebook(
  pool: pg.Pool,
  { url, log }: { url: string; log: Log },
  token: string,
): Promise<{ asked: number; refused: number }> {
  const { rows } = await pool.query<{ roomId: string; start: string }>(
    `select distinct on (room_id, during) room_id as "roomId", to_json(lower(during)) #>> '{}' as start
      from booking join resource room on room.id = booking.room_id and not room.needs_approval
      where status = 'cancelled' and not exists (select from allocation held where held.space_id = booking.space_id
        and held.resource_id = booking.room_id and held.active and held.during && booking.during) limit 5`,
  );
  let refused = 0;
  for (const { roomId, start: from } of rows) {
    const start = Temporal.Instant.from(from).toString();
    const end = Temporal.Instant.from(from).add({ hours: 1 }).toString();
    const key = crypto.randomUUID();
    const json = { roomId, start, end, people: 1, equipment: [], purpose: key };
    const { outcome, body } = await send(
      { url, log, isKilled: () => false },
      { path: "/api/v1/bookings", method: "POST", token, json, key },
    );
    if (outcome !== "ok") refused += 1;
    else
      noteMade(log, {
        key,
        path: "/api/v1/bookings",
        json,
        token,
        outcome,
        id: JSON.parse(body).id,
      });
  }
  return { asked: rows.length, refused };
}

/**
 * Once the worker has had its time: each message was handled once, and what was sent lies in the
 * mailbox.
 */
export async function lettersVerdict(pool: pg.Pool, letters: Letters): Promise<Faults> {
  const { rows } = await pool.query<{ id: string; sent: boolean; stays: boolean }>(
    `select id, sent_at is not null as sent, sent_at is not null and last_error is not null as stays from outbox_message`,
  );
  await letters.look();
  const { rows: stuck } = await pool.query<{ line: string }>(
    `select concat_ws(' ', count(*), template, attempts, last_error) as line from outbox_message
      where sent_at is null group by template, attempts, last_error`,
  );
  for (const { line } of stuck) console.log(`  not handled: ${line}`);
  const ids = new Set(rows.map(({ id }) => id));
  return {
    neverHandled: rows.filter(({ sent }) => !sent).length,
    neverDelivered: rows.filter(({ id, sent, stays }) => sent && !stays && !letters.ids.has(id))
      .length,
    ofNothing: [...letters.ids].filter((id) => !ids.has(id)).length,
  };
}
