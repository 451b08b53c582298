import { type ClientRequest, request } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type pg from "pg";
import type { Database } from "#db/client.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { newToken, sha256 } from "#lib/foundation/platform/secrets/hash.ts";
import { refreshUseBetween } from "#lib/places/occupancy/refresh.ts";
import { yearOfUse } from "#lib/places/occupancy/use.ts";
import { call, type Figures, measure, round, timesOf } from "./load.ts";

const READINGS = 50_000;
const BATCH = 500;
const AT_ONCE = 4;
const DAYS = 365;
const ASKED = 60;
const STREAMS = 200;
const COUNTS = 60;
const COUNT_EVERY_MS = 250;

export type OccupancyFigures = {
  readings: Figures & { readingsPerSecond: number; stored: number };
  streams: StreamFigures;
  /** The page of the year as an administrator of the network opens it, one at a time. */
  yearPage: Figures & { kilobytes: number };
  use: { visits: number; refreshedInSeconds: number; linesOfMonths: number } & Pick<
    Figures,
    "p50" | "p95" | "p99"
  >;
};

/**
 * Readings through the API, in deliveries; and the year of the whole network, as its page asks for
 * it.
 */
export async function measureOccupancy(
  url: string,
  pool: pg.Pool,
  db: Database,
  visits: number,
): Promise<OccupancyFigures> {
  const readings = await measureReadings(url, pool);
  const streams = await measureStreams(url, pool);
  const use = await measureUse(pool, db, visits);
  return { readings, streams, use, yearPage: await measureYearPage(url, pool) };
}

type StreamFigures = {
  streams: number;
  counts: number;
  /** Of streams times counts. */
  heard: number;
  /** From the moment a counter begins to send until a stream has it, in milliseconds. */
  delay: Pick<Figures, "p50" | "p95" | "p99"> & { max: number };
  /** Connections that listen, for all streams together. */
  listening: number;
  /** Of the whole database while it counted: the delivery itself is one of them. */
  transactionsPerCount: number;
};

/** Many watch one place while a counter reports: how long until each of them has heard. */
async function measureStreams(url: string, pool: pg.Pool): Promise<StreamFigures> {
  const { token, sensorId, slug } = await addCounter(pool, "bench-streams", 1);
  const sent = new Map<string, number>();
  const delays: number[] = [];
  const first: Promise<void>[] = [];
  const open: ClientRequest[] = [];
  for (let stream = 0; stream < STREAMS; stream += 1) {
    const ready = Promise.withResolvers<void>();
    first.push(ready.promise);
    const asked = request(
      `${url}/api/v1/spaces/${slug}/occupancy/stream`,
      { agent: false },
      (answer) => {
        answer.setEncoding("utf8");
        answer.on("error", () => {});
        answer.on("data", (text: string) => {
          ready.resolve();
          const observedAt = text.match(/"observedAt":"([^"]+)"/)?.[1] ?? "";
          const began = sent.get(observedAt);
          if (began !== undefined) delays.push(performance.now() - began);
        });
      },
    );
    asked.on("error", () => {});
    asked.end();
    open.push(asked);
  }
  await Promise.all(first);
  await wait(3_000);
  const before = await transactions(pool);
  for (let count = 0; count < COUNTS; count += 1) {
    const observedAt = Temporal.Now.instant().round("millisecond").toString();
    sent.set(observedAt, performance.now());
    const reading = { sensorId, kind: "count", observedAt, count: 20 + (count % 5) };
    await call({ url: `${url}/api/v1/occupancy/readings`, method: "POST", token, json: reading });
    await wait(COUNT_EVERY_MS);
  }
  await wait(2_000);
  const after = await transactions(pool);
  const { rows } = await pool.query<{ listening: number }>(
    "select count(*)::int as listening from pg_stat_activity where application_name = 'trivium-listen'",
  );
  for (const asked of open) asked.destroy();
  return {
    streams: STREAMS,
    counts: COUNTS,
    heard: delays.length / (STREAMS * COUNTS),
    delay: { ...timesOf(delays), max: round(Math.max(...delays)) },
    listening: rows[0]?.listening ?? 0,
    transactionsPerCount: round((after - before) / COUNTS),
  };
}

async function transactions(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ done: string }>(
    "select xact_commit + xact_rollback as done from pg_stat_database where datname = current_database()",
  );
  return Number(rows[0]?.done ?? 0);
}

async function measureYearPage(url: string, pool: pg.Pool): Promise<OccupancyFigures["yearPage"]> {
  const token = newToken();
  await pool.query(
    `with admin as (insert into person (display_name, email, locale) values ('Admin', 'admin@bench.test', 'nl') returning id),
       held as (insert into role_assignment (person_id, role) select id, 'administrator' from admin)
     insert into login_session (person_id, token_hash, method, expires_at) select id, $1, 'password', now() + interval '1 day' from admin`,
    [sha256(token)],
  );
  let kilobytes = 0;
  const ask = async () => {
    const { status, body } = await call({
      url: `${url}/nl/desk/use`,
      headers: { cookie: `trivium=${token}` },
    });
    kilobytes = round(Buffer.byteLength(body) / 1024);
    return status === 200 && body.includes("Bench 300");
  };
  for (let warm = 0; warm < 5; warm += 1) await ask();
  const figures = await measure({ atOnce: 1, seconds: 6 }, ask);
  return { ...figures, kilobytes };
}

async function addCounter(pool: pg.Pool, sensorId: string, at: number) {
  const token = newToken();
  const { rows } = await pool.query<{ slug: string }>(
    `with place as (select id, slug from space order by slug offset $3 limit 1),
       added as (insert into counter_device (space_id, kind, name, sensor_id, token_hash) select id, 'count', 'bench', $1, $2 from place)
     select slug from place`,
    [sensorId, sha256(token), at],
  );
  return { token, sensorId, slug: rows[0]?.slug ?? "" };
}

async function measureReadings(url: string, pool: pg.Pool) {
  const { token, sensorId } = await addCounter(pool, "bench", 0);
  const now = Temporal.Now.instant();
  const figures = await measure(
    { atOnce: AT_ONCE, seconds: 60, times: READINGS / BATCH },
    async (index) => {
      const first = index * BATCH;
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
      return status === 200;
    },
  );
  const { rows } = await pool.query<{ stored: number }>(
    "select count(*)::int as stored from reading join counter_device on id = device_id where sensor_id = $1",
    [sensorId],
  );
  return {
    ...figures,
    readingsPerSecond: round(figures.perSecond * BATCH),
    stored: rows[0]?.stored ?? 0,
  };
}

export async function measureUse(pool: pg.Pool, db: Database, visits: number) {
  // They are worked out below, all of them: nothing needs to be marked.
  await pool.query("alter table visit disable trigger user");
  await pool.query(
    `insert into visit (id, space_id, room_id, arrived_at, left_at, source)
     select gen_random_uuid(), room.space_id, room.id, came, came + (20 + random() * 100) * interval '1 minute', 'kiosk'
     from (select n, now() - random() * $1 * interval '1 day' as came, 1 + (random() * 2999)::int as at from generate_series(1, $2) n) visits
     join (select id, space_id, row_number() over () as at from resource where kind = 'room') room on room.at = visits.at`,
    [DAYS, visits],
  );
  await pool.query("alter table visit enable trigger user");
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
  await pool.query("vacuum (analyze) use_month, use_year, use_hour");
  const { rows } = await pool.query<{ lines: number }>(
    "select count(*)::int as lines from use_month",
  );
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
