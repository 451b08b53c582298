import type pg from "pg";
import { ACTIONS } from "#lib/identity/policy.ts";
import { newToken, sha256 } from "#lib/platform/hash.ts";

export const SPACES = 300;
/** One house more, with thirty rooms that are used all week long. */
export const HOUSE = "house";
const HOUSE_ROOMS = 30;
const ROOMS_PER_SPACE = 10;
const PEOPLE = 1000;

/** Hours of a day (UTC) that the data set fills by half, and those it leaves to the measured bookings. */
export const FILLED_FROM = 14;
export const FREE_FROM = 8;
export const HOURS = 6;

const DAYS_AHEAD = 175;

export type Room = { roomId: string; spaceId: string; slug: string };

/** One room of each space, so that the figures speak of a network and not of one busy house. */
export type Network = { rooms: Room[]; people: { personId: string; token: string }[] };

/**
 * Fills an empty, migrated database: 300 spaces, 3,000 rooms, and so many bookings spread evenly over the rooms. They take
 * every other of six hours a day, chosen by chance, from `DAYS_AHEAD` days ahead back into the past as far as needed.
 */
export async function fillNetwork(client: pg.Pool, bookings: number): Promise<Network> {
  await client.query(
    `insert into space (slug, name, kind, country, region, language, city, lat, lon, precision, time_zone, opening_hours, source, licence)
     select 'bench-' || n, 'Bench ' || n, 'makerspace', 'BE', 'vlaanderen', 'nl', 'Kortrijk',
       50.6 + (n % 20) * 0.02, 2.9 + (n / 20) * 0.02, 'building', 'Europe/Brussels', '24/7', 'invented', 'CC0-1.0'
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
  await fillBookings(client, bookings);
  await fillHouse(client);
  await client.query("vacuum (analyze)");

  const { rows: rooms } = await client.query<Room>(
    `select distinct on (space.slug) room.id as "roomId", space.id as "spaceId", space.slug
     from space join resource room on room.space_id = space.id and room.kind = 'room'
     where space.slug <> $1 order by space.slug, room.id`,
    [HOUSE],
  );
  return { rooms, people };
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

async function fillBookings(client: pg.Pool, wanted: number): Promise<void> {
  const each = Math.ceil(wanted / (SPACES * ROOMS_PER_SPACE));
  const { rows: spaces } = await client.query<{ id: string }>("select id from space order by slug");
  // Those of the past would each be marked to be worked out again.
  await client.query(`alter table booking disable trigger "booking_insert_marks_use"`);
  for (const [index, { id }] of spaces.entries()) {
    await client.query(
      `with filled as materialized (
         select gen_random_uuid() as id, room.id as room_id, tstzrange(start, start + interval '1 hour') as during
         from resource room, generate_series(0, $2::int - 1) n,
           lateral (select 2 * n + (random() + n * 0)::int % 2 as slot) chosen,
           lateral (select date_trunc('day', now()) + make_interval(days => $3::int - slot / $4::int, hours => $5::int + slot % $4::int) as start) at
         where room.space_id = $1 and room.kind = 'room'
       ), booked as (
         insert into booking (id, space_id, room_id, during, people, booked_by)
         select filled.id, $1, room_id, during, 4, (select id from person order by email limit 1) from filled
       )
       insert into allocation (space_id, resource_id, booking_id, during) select $1, room_id, id, during from filled`,
      [id, each, Math.min(DAYS_AHEAD - 1, Math.ceil(each / HOURS)), HOURS, FILLED_FROM],
    );
    if (index % 50 === 49 && wanted > 500_000) console.error(`filled ${index + 1} of ${SPACES} spaces`);
  }
  await client.query(`alter table booking enable trigger "booking_insert_marks_use"`);
}

/** Two of five meetings of two hours each day in each room, from last week to a month ahead: some 420 in any week. */
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
       insert into booking (id, space_id, room_id, during, people, purpose, booked_by)
       select id, space_id, room_id, during, 4, 'Workshop in wood', (select id from person order by email limit 1) from filled
     )
     insert into allocation (space_id, resource_id, booking_id, during) select space_id, room_id, id, during from filled`,
    [HOUSE, HOUSE_ROOMS],
  );
}
