import type pg from "pg";
import { ACTIONS } from "#lib/foundation/identity/permission/policy.ts";
import { newToken, sha256 } from "#lib/foundation/platform/secrets/hash.ts";

export const SPACES = 300;
/** One house more, with thirty rooms that are used all week long. */
export const HOUSE = "house";
const HOUSE_ROOMS = 30;
const ROOMS_PER_SPACE = 10;
const PEOPLE = 1000;

/**
 * Hours of a day (UTC) that the data set fills by half, and those it leaves to the measured
 * bookings.
 */
export const FILLED_FROM = 14;
export const FREE_FROM = 8;
export const HOURS = 6;

const DAYS_AHEAD = 175;

export type Room = { roomId: string; spaceId: string; slug: string };

/**
 * @property rooms one of each space, so that figures speak of a network
 * @property house the rooms of one busy space
 */
export type Network = {
  rooms: Room[];
  house: Room[];
  people: { personId: string; token: string }[];
};

/**
 * Fills an empty, migrated database: 300 spaces, 3,000 rooms, and so many bookings spread evenly
 * over the rooms. They take every other of six hours a day, chosen by chance, from next week back
 * into the past as far as needed.
 */
export async function fillNetwork(client: pg.Pool, bookings: number): Promise<Network> {
  await client.query(
    `insert into space (slug, name, kind, country, region, language, city, lat, lon, precision, time_zone, opening_hours, source, licence)
     select 'bench-' || n, 'Bench ' || n, 'makerspace', 'BE', 'vlaanderen', 'nl', 'Kortrijk',
       50.6 + (n % 20) * 0.02, 2.9 + (n / 20) * 0.02, 'building', 'Europe/Brussels', 'Mo-Su 08:00-22:00', 'invented', 'CC0-1.0'
     from generate_series(1, $1) n`,
    [SPACES],
  );
  await client.query(
    `insert into resource (space_id, kind, name, capacity, features)
     select space.id, 'room', 'Room ' || n, 4 + 2 * n, case when n % 2 = 0 then array['projector'] else '{}' end
     from space, generate_series(1, $1) n`,
    [ROOMS_PER_SPACE],
  );
  await client.query(
    `insert into resource (space_id, kind, name, equipment_kind, quantity) select id, 'stock', 'Laptops', 'laptop', 12 from space`,
  );
  await client.query(
    `insert into opening (space_id, during)
     select space.id, tstzrange(day + interval '6 hours', day + interval '22 hours')
     from space, generate_series(date_trunc('day', now()) - interval '1 day', now() + $1 * interval '1 day', interval '1 day') day`,
    [DAYS_AHEAD],
  );
  const people = await fillPeople(client);
  await fillBookings(client, 0, Math.ceil(bookings / ROOMS));
  await fillHouse(client);
  await client.query("vacuum (analyze)");

  const { rows: rooms } = await client.query<Room>(
    `select distinct on (space.slug) room.id as "roomId", space.id as "spaceId", space.slug
     from space join resource room on room.space_id = space.id and room.kind = 'room'
     where space.slug <> $1 order by space.slug, room.id`,
    [HOUSE],
  );
  const { rows: house } = await client.query<Room>(
    `select room.id as "roomId", space.id as "spaceId", space.slug
     from space join resource room on room.space_id = space.id and room.kind = 'room'
     where space.slug = $1 order by room.id`,
    [HOUSE],
  );
  return { rooms, house, people };
}

async function fillPeople(client: pg.Pool): Promise<Network["people"]> {
  const { rows } = await client.query<{ id: string }>(
    "insert into person (display_name, email, locale) select 'Person ' || n, 'person-' || n || '@bench.test', 'nl' from generate_series(1, $1) n returning id",
    [PEOPLE],
  );
  const people = rows.map(({ id }) => ({ personId: id, token: newToken() }));
  for (const { personId, token } of people)
    await client.query(
      "insert into access_token (person_id, name, token_hash, scopes) values ($1, 'bench', $2, $3)",
      [personId, sha256(token), ACTIONS],
    );
  return people;
}

/** Days ahead of today on which the filled hours begin: later ones are free. */
const FILLED_AHEAD = 6;

/**
 * Fills hours of each room, one of every two, the furthest ahead first and then back into the past.
 *
 * @param from bookings that each room has already
 * @param to bookings that each room has afterwards
 */
async function fillBookings(client: pg.Pool, from: number, to: number): Promise<void> {
  const { rows: spaces } = await client.query<{ id: string }>(
    "select id from space where slug <> $1 order by slug",
    [HOUSE],
  );
  const { rows } = await client.query<{ people: string[] }>(
    "select array_agg(id) as people from person",
  );
  const [{ people } = { people: [] }] = rows;
  const filling = await client.connect();
  // As a restore does it: what is written is known to be sound, and nobody is to be told of it.
  await filling.query("set session_replication_role = replica");
  for (const [index, { id }] of spaces.entries()) {
    await filling.query(
      `with filled as materialized (
         select gen_random_uuid() as id, room.id as room_id, tstzrange(start, start + interval '1 hour') as during
         from resource room, generate_series($2::int, $3::int - 1) n,
           lateral (select 2 * n + (random() + n * 0)::int % 2 as slot) chosen,
           lateral (select date_trunc('day', now()) + make_interval(days => $4::int - slot / $5::int, hours => $6::int + slot % $5::int) as start) at
         where room.space_id = $1 and room.kind = 'room'
       ), booked as (
         insert into booking (id, space_id, room_id, during, people, booked_by, created_at)
         select filled.id, $1, room_id, during, 4, ($7::uuid[])[1 + mod(row_number() over (), cardinality($7::uuid[]))],
           lower(during) - interval '7 days' from filled
       )
       insert into allocation (space_id, resource_id, booking_id, during) select $1, room_id, id, during from filled`,
      [id, from, to, FILLED_AHEAD, HOURS, FILLED_FROM, people],
    );
    if (index % 50 === 49 && (to - from) * ROOMS > MANY)
      console.error(`filled ${index + 1} of ${SPACES} spaces`);
  }
  await filling.query("reset session_replication_role");
  filling.release();
}

const ROOMS = SPACES * ROOMS_PER_SPACE;
const MANY = 500_000;

/** Adds bookings of years gone by to a filled network, until there are so many. */
export async function growNetwork(client: pg.Pool, from: number, to: number): Promise<void> {
  await withoutIndexes(client, ["booking", "allocation"], () =>
    fillBookings(client, Math.ceil(from / ROOMS), Math.ceil(to / ROOMS)),
  );
  await client.query("vacuum (analyze)");
}

/**
 * Indexes are built once, over all rows, instead of row by row: minutes instead of hours. One of a
 * table in parts is written down with the word `only`, and made with it no part has one.
 */
async function withoutIndexes(
  client: pg.Pool,
  tables: string[],
  fill: () => Promise<void>,
): Promise<void> {
  const { rows: constraints } = await client.query<{ drop: string; make: string }>(
    `select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop,
       format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as make
     from pg_constraint where contype = 'x' and conparentid = 0 and conrelid = any($1::regclass[])`,
    [tables],
  );
  const { rows: indexes } = await client.query<{ drop: string; make: string }>(
    `select format('drop index %I', relname) as drop,
       replace(pg_get_indexdef(pg_class.oid), ' ON ONLY ', ' ON ') as make
     from pg_index join pg_class on pg_class.oid = indexrelid
     where indrelid = any($1::regclass[]) and not indisunique and not indisexclusion`,
    [tables],
  );
  for (const { drop } of [...constraints, ...indexes]) await client.query(drop);
  await fill();
  for (const { make } of [...constraints, ...indexes]) {
    console.error(make.slice(0, 90));
    await client.query(`set maintenance_work_mem = '1GB'; ${make}`);
  }
}

/** The first day from which the house has no bookings yet. */
export const HOUSE_FREE_FROM = 32;

/**
 * Two of five meetings of two hours each day in each room, from last week to a month ahead: some
 * 420 in any week. Always open.
 */
async function fillHouse(client: pg.Pool): Promise<void> {
  await client.query(
    `with house as (
       insert into space (slug, name, kind, country, region, language, city, lat, lon, precision, time_zone, opening_hours, source, licence)
       values ($1, 'House', 'makerspace', 'BE', 'vlaanderen', 'nl', 'Kortrijk', 50.83, 3.26, 'building', 'Europe/Brussels', '24/7',
         'invented', 'CC0-1.0') returning id
     ), room as (
       insert into resource (space_id, kind, name, capacity) select house.id, 'room', 'Room ' || n, 4 + n
       from house, generate_series(1, $2::int) n returning id, space_id, capacity
     ), filled as (
       select gen_random_uuid() as id, room.id as room_id, room.space_id, tstzrange(start, start + interval '2 hours') as during
       from room, generate_series(-7, 30) day, unnest(array[6, 8, 11, 13, 16]) hour,
         lateral (select date_trunc('day', now()) + make_interval(days => day, hours => hour) as start) at
       where (room.capacity * 7 + day * 3 + hour) % 5 < 2
     ), booked as (
       insert into booking (id, space_id, room_id, during, people, purpose, booked_by, created_at)
       select id, space_id, room_id, during, 4, 'Workshop in wood', (select id from person order by email limit 1),
         now() - interval '1 month' from filled
     )
     insert into allocation (space_id, resource_id, booking_id, during) select space_id, room_id, id, during from filled`,
    [HOUSE, HOUSE_ROOMS],
  );
  await client.query(
    `insert into opening (space_id, during) select id, tstzrange(date_trunc('day', now()) - interval '1 day', now() + $2 * interval '1 day')
     from space where slug = $1`,
    [HOUSE, DAYS_AHEAD],
  );
}
