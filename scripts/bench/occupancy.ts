import type pg from "pg";
import type { Database } from "#db/client.ts";
import type { Context } from "#lib/identity/context.ts";
import { refreshUseBetween } from "#lib/occupancy/refresh.ts";
import { yearOfUse } from "#lib/occupancy/use.ts";
import { newToken, sha256 } from "#lib/platform/hash.ts";
import { call, type Figures, measure, round, timesOf } from "./load.ts";

const READINGS = 50_000;
const BATCH = 500;
const AT_ONCE = 4;
const DAYS = 365;
const ASKED = 60;

export type OccupancyFigures = {
  readings: Figures & { readingsPerSecond: number; stored: number };
  use: { visits: number; refreshedInSeconds: number; linesOfMonths: number } & Pick<
    Figures,
    "p50" | "p95" | "p99"
  >;
};

/** Readings through the API, in deliveries; and the year of the whole network, as its page asks for it. */
export async function measureOccupancy(
  url: string,
  pool: pg.Pool,
  db: Database,
  { seconds, visits }: { seconds: number; visits: number },
): Promise<OccupancyFigures> {
  return { readings: await measureReadings(url, pool, seconds), use: await measureUse(pool, db, visits) };
}

async function measureReadings(url: string, pool: pg.Pool, seconds: number) {
  const token = newToken();
  const sensorId = "bench";
  await pool.query(
    `insert into counter_device (space_id, kind, name, sensor_id, token_hash)
     select id, 'count', 'bench', $1, $2 from space order by slug limit 1`,
    [sensorId, sha256(token)],
  );
  const now = Temporal.Now.instant();
  let delivered = 0;
  const figures = await measure({ atOnce: AT_ONCE, seconds }, async (index) => {
    // After the promised number there is nothing left to send: what follows are replays.
    const first = (index * BATCH) % READINGS;
    const json = Array.from({ length: BATCH }, (_, at) => ({
      sensorId,
      kind: "count",
      observedAt: now.subtract({ seconds: first + at }).toString(),
      count: at % 30,
    }));
    const { status } = await call({
      url: `${url}/api/v1/occupancy/readings`,
      method: "POST",
      token,
      json: { readings: json, history: true },
    });
    delivered += BATCH;
    return status === 200;
  });
  const { rows } = await pool.query<{ stored: number }>("select count(*)::int as stored from reading");
  return {
    ...figures,
    readingsPerSecond: round(figures.perSecond * BATCH),
    stored: Math.min(delivered, rows[0]?.stored ?? 0),
  };
}

export async function measureUse(pool: pg.Pool, db: Database, visits: number) {
  await pool.query(
    `insert into visit (id, space_id, room_id, arrived_at, left_at, source)
     select gen_random_uuid(), room.space_id, room.id, came, came + (20 + random() * 100) * interval '1 minute', 'kiosk'
     from (select n, now() - random() * $1 * interval '1 day' as came, 1 + (random() * 2999)::int as at from generate_series(1, $2) n) visits
     join (select id, space_id, row_number() over () as at from resource where kind = 'room') room on room.at = visits.at`,
    [DAYS, visits],
  );
  await pool.query("vacuum (analyze) visit");
  const now = Temporal.Now.instant();
  const began = performance.now();
  // Month by month, as a restore does: the temporary tables stay small.
  for (let days = DAYS; days > 0; days -= 31)
    await refreshUseBetween(
      db,
      now.subtract({ hours: 24 * days }),
      now.subtract({ hours: 24 * Math.max(0, days - 31) }),
    );
  const refreshedInSeconds = Math.round((performance.now() - began) / 1000);
  await pool.query("vacuum (analyze) use_month");
  const { rows } = await pool.query<{ lines: number }>("select count(*)::int as lines from use_month");
  const ctx: Context = { actor: { kind: "system", name: "bench" }, now, db, requestId: "bench" };
  const { year } = now.toZonedDateTimeISO("Europe/Brussels");
  const times: number[] = [];
  for (let at = 0; at < ASKED; at += 1) {
    const start = performance.now();
    await yearOfUse(ctx, { year });
    times.push(performance.now() - start);
  }
  return {
    visits,
    refreshedInSeconds,
    linesOfMonths: rows[0]?.lines ?? 0,
    ...timesOf(times.slice(5)),
  };
}
