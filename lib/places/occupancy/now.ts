import { type SQL, sql } from "drizzle-orm";
import { rowsOf } from "#db/rows.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { can } from "#lib/foundation/identity/permission/policy.ts";
import { spacesWhere } from "#lib/places/spaces/queries.ts";
import {
  type Band,
  bandOf,
  isOneGroup,
  isStale,
  isWordTellable,
  peopleAfter,
  publicBand,
  publicMoment,
  tellable,
  tellableBeside,
  tellableInPublic,
} from "./rules.ts";
import { type DeviceKind, unknownSpace } from "./schema.ts";

/** How sure: counted one by one; worked out from in and out; only those who registered. */
export type Certainty = "counted" | "derived" | "registered";

export type Figure = {
  /** Of whom nothing but the rules of telling has been kept back yet. */
  people: number;
  capacity: number;
  source: "counter" | "visits";
  certainty: Certainty;
  observedAt: Temporal.Instant;
  isStale: boolean;
  /** One group has the room, or the figure comes from such a room alone. */
  heldByOneBooking: boolean;
};

export type RoomNow = { roomId: string; name: string; figure: Figure | null };

export type SpaceNow = {
  spaceId: string;
  slug: string;
  figure: Figure | null;
  rooms: RoomNow[];
  /** What the word for everybody is made of. */
  open: {
    counter: Open | null;
    registered: Open | null;
    hasCounter: boolean;
    /** Of what kind the counters are, whether or not they have spoken yet. */
    countedBy: Certainty;
  };
};

type Said = { at: string; count: number | null; in: number | null; out: number | null };

type Facts = {
  spaceId: string;
  slug: string;
  rooms: { id: string; name: string; capacity: number; isJoined: boolean }[];
  /** Bookings that are going on, and the rooms they hold. */
  groups: { people: number; rooms: string[] }[];
  devices: {
    roomId: string | null;
    kind: DeviceKind;
    intervalMinutes: number;
    addedAt: string;
    latest: Said | null;
    since: Said[] | null;
  }[];
  visits: { roomId: string | null; here: number; at: string }[];
};

type Asker = Pick<Context, "db" | "now">;

/** A reading is believed when its clock is a little ahead. */
const AHEAD_MINUTES = 1;

/** The same space as it was at the last whole quarter of an hour: what everybody may be told of. */
function asPublic({ db, now }: Asker): Asker {
  return { db, now: publicMoment(now).subtract({ minutes: AHEAD_MINUTES }) };
}

/** How busy a space is, as everybody may know it. @throws DomainError not_found */
export async function publicNow(ctx: Asker, slug: string): Promise<OccupancyNow> {
  return sentToAll(await spaceNow(asPublic(ctx), slug), ctx.now);
}

/** How busy several spaces are, or all of them, as everybody may know it. */
export async function publicSpacesNow(ctx: Asker, spaceIds: string[] | "all"): Promise<SpaceNow[]> {
  return spacesNow(asPublic(ctx), spaceIds);
}

/**
 * What is known of who is in a space now: for the rules below, and never told as it is.
 *
 * @throws DomainError not_found
 */
export async function spaceNow(asker: Asker, slug: string): Promise<SpaceNow> {
  const [found] = await figuresWhere(asker, sql`space.slug = ${slug}`);
  if (!found) throw unknownSpace();
  return found;
}

/** What is known of who is in several spaces, or in all of them, in one statement. */
export async function spacesNow(asker: Asker, spaceIds: string[] | "all"): Promise<SpaceNow[]> {
  const named = sql`space.id in (select jsonb_array_elements_text(${JSON.stringify(spaceIds)}::jsonb)::uuid)`;
  return figuresWhere(asker, spaceIds === "all" ? sql`true` : named);
}

async function figuresWhere({ db, now: moment }: Asker, which: SQL): Promise<SpaceNow[]> {
  const now = sql`${moment.toString()}::timestamptz`;
  const AHEAD = sql`make_interval(mins => ${AHEAD_MINUTES}::int)`;
  const said = sql`jsonb_build_object('at', reading.observed_at, 'count', reading.count, 'in', reading."in", 'out', reading."out")`;
  const rows = await rowsOf<Facts>(
    db,
    sql`
      with place as materialized (
        select space.id, space.slug, coalesce(
          (select max(upper(during)) from spaces_opening opening where space_id = space.id
            and upper(during) <= ${now}
              and during && tstzrange(${now} - interval '3 days', ${now})),
          date_trunc('day', ${now} at time zone space.time_zone) at time zone
            space.time_zone) as since
        from spaces_space space where ${which})
      select place.id as "spaceId", place.slug,
        coalesce((select jsonb_agg(jsonb_build_object('id', room.id, 'name', room.name, 'capacity',
        room.capacity,
            'isJoined', cardinality(room.made_of) > 0) order by room.name collate reading_order, room.id)
          from spaces_resource room where room.space_id = place.id
            and room.kind in ('room', 'desk')),
          '[]') as rooms,
        coalesce((select jsonb_agg(jsonb_build_object('people', booking.people, 'rooms',
        (select jsonb_agg(room.id) from spaces_resource taken
              join spaces_resource room on room.space_id = place.id and room.holds && taken.holds
            where taken.id = booking.room_id or taken.id = any(booking.other_rooms))))
          from bookings_booking booking where booking.space_id = place.id
            and booking.status = 'confirmed'
            and booking.during @> ${now}), '[]') as groups,
        coalesce((select jsonb_agg(jsonb_build_object('roomId', device.room_id, 'kind', device.kind,
            'intervalMinutes', device.interval_minutes, 'addedAt', device.created_at,
            'latest', (select ${said} from reading where device_id = device.id
              and observed_at <= ${now} + ${AHEAD}
              order by observed_at desc limit 1),
            'since', case when device.kind = 'in_out' then (select jsonb_agg(${said}) from reading
              where device_id = device.id and observed_at > place.since
                and observed_at <= ${now} + ${AHEAD}) end))
          from counter_device device where device.space_id = place.id
            and device.revoked_at is null), '[]') as devices,
        coalesce((select jsonb_agg(seen) from (
          select visit.room_id as "roomId",
            max(greatest(visit.arrived_at,
            coalesce(least(visit.left_at, ${now}), visit.arrived_at))) as at,
            count(*) filter (where visit.left_at is null or visit.left_at > ${now})::int as here
          from visits_visit visit where visit.space_id = place.id and visit.arrived_at > place.since
            and visit.arrived_at <= ${now}
          group by visit.room_id) seen), '[]') as visits
      from place`,
  );
  return rows.map((facts) => figuresOf(facts, moment));
}

function figuresOf(
  { spaceId, slug, rooms, groups, devices, visits }: Facts,
  now: Temporal.Instant,
): SpaceNow {
  const capacity = rooms
    .filter(({ isJoined }) => !isJoined)
    .reduce((sum, room) => sum + room.capacity, 0);
  const roomFigures = rooms.map((room) => {
    const counted = countedBy(
      devices.filter(({ roomId }) => roomId === room.id),
      room.capacity,
      now,
    );
    const registered = registeredIn(
      visits.filter(({ roomId }) => roomId === room.id),
      room.capacity,
    );
    const isHeld = groups.some((group) => group.rooms?.includes(room.id));
    return { room, figure: withHold(better(counted, registered), isHeld) };
  });
  const door = countedBy(
    devices.filter(({ roomId }) => roomId === null),
    capacity,
    now,
  );
  const registered = registeredIn(visits, capacity);
  const known = roomFigures.filter(({ figure }) => figure?.source === "counter");
  const inRooms = sumOf(known, capacity);
  const whole = better(better(door, registered), inRooms);
  // A figure that is nearly all one group that has rooms here is that group's.
  const groupSizes = groups.map((group) => {
    const seen = roomFigures.filter(({ room, figure }) => figure && group.rooms?.includes(room.id));
    return seen.length > 0
      ? seen.reduce((sum, { figure }) => sum + (figure?.people ?? 0), 0)
      : group.people;
  });
  const isGroups =
    groups.length > 0 && (rooms.length === 1 || isOneGroup(whole?.people ?? 0, groupSizes));
  return {
    spaceId,
    slug,
    figure: withHold(whole, isGroups),
    open: {
      counter: better(door, inRooms),
      registered,
      hasCounter: devices.some((device) => isAtWork(device, now)),
      countedBy: devices.some(({ kind }) => kind === "in_out") ? "derived" : "counted",
    },
    rooms: roomFigures.map(({ room: { id: roomId, name }, figure: own }) => ({
      roomId,
      name,
      figure: own,
    })),
  };
}

/**
 * A counter that has been silent for longer is broken: it says no more that there are few people.
 */
const SILENT_DAYS = 7;

function isAtWork({ addedAt, latest }: Facts["devices"][number], now: Temporal.Instant): boolean {
  return [addedAt, latest?.at].some(
    (moment) =>
      moment && Temporal.Instant.from(moment).until(now).total("hours") <= SILENT_DAYS * 24,
  );
}

type Open = Omit<Figure, "heldByOneBooking">;

/** A counter that speaks knows more than the register; a silent one knows less. */
function better(one: Open | null, other: Open | null): Open | null {
  return one && (!one.isStale || !other) ? one : other;
}

function withHold(figure: Open | null, heldByOneBooking: boolean): Figure | null {
  return figure && { ...figure, heldByOneBooking };
}

function countedBy(
  devices: Facts["devices"],
  capacity: number,
  now: Temporal.Instant,
): Open | null {
  const speaking = devices.flatMap((device) =>
    device.latest
      ? [{ ...device, latest: device.latest, at: Temporal.Instant.from(device.latest.at) }]
      : [],
  );
  if (speaking.length === 0) return null;
  const steps = speaking.flatMap(({ since }) =>
    (since ?? []).map(({ at, in: arrived, out }) => ({
      at: Temporal.Instant.from(at),
      in: arrived ?? 0,
      out: out ?? 0,
    })),
  );
  const inside = peopleAfter(steps, capacity);
  const counted = speaking.reduce((sum, { latest }) => sum + (latest.count ?? 0), 0);
  return {
    people: inside + counted,
    capacity,
    source: "counter",
    certainty: speaking.some(({ kind }) => kind === "in_out") ? "derived" : "counted",
    observedAt: earliest(speaking.map(({ at }) => at)),
    isStale: speaking.some(({ at, intervalMinutes }) => isStale(at, intervalMinutes, now)),
  };
}

function registeredIn(visits: Facts["visits"], capacity: number): Open | null {
  if (visits.length === 0) return null;
  return {
    people: visits.reduce((sum, { here }) => sum + here, 0),
    capacity,
    source: "visits",
    certainty: "registered",
    observedAt: visits.map(({ at }) => Temporal.Instant.from(at)).reduce(later),
    isStale: false,
  };
}

function sumOf(rooms: { figure: Figure | null }[], capacity: number): Open | null {
  const figures = rooms.flatMap(({ figure }) => figure ?? []);
  if (figures.length === 0) return null;
  return {
    people: figures.reduce((sum, { people }) => sum + people, 0),
    capacity,
    source: "counter",
    certainty: "derived",
    observedAt: earliest(figures.map(({ observedAt }) => observedAt)),
    isStale: figures.some((figure) => figure.isStale),
  };
}

function later(one: Temporal.Instant, other: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(one, other) > 0 ? one : other;
}

function earliest(moments: Temporal.Instant[]): Temporal.Instant {
  return moments.reduce((one, other) => (Temporal.Instant.compare(one, other) < 0 ? one : other));
}

/**
 * A figure as it may be told: a word, its age and how sure it is to everybody, a number of few
 * people to nobody.
 */
export type ShownOccupancy = {
  band: Band | null;
  observedAt: string | null;
  ageSeconds: number | null;
  isStale: boolean;
  source: Figure["source"] | null;
  certainty: Certainty | null;
  /** Rounded down, where there are enough to tell. */
  atLeast: number | null;
  /** For staff. */
  people?: number | null;
  capacity?: number;
};

export type OccupancyNow = ShownOccupancy & {
  space: string;
  rooms?: (ShownOccupancy & { roomId: string; name: string })[];
};

/** How busy a space is now. @throws DomainError not_found */
export async function occupancyNow(ctx: Context, slug: string): Promise<OccupancyNow> {
  const found = await spaceNow(ctx, slug);
  return can(ctx.actor, "occupancy.read", { spaceId: found.spaceId })
    ? sentToStaff(found, ctx.now)
    : publicNow(ctx, slug);
}

/** How busy the spaces of these names in the address are, as everybody may know it. */
export async function bandsOf(ctx: Asker, slugs: string[]): Promise<Map<string, Band | null>> {
  if (slugs.length === 0) return new Map();
  const found = await figuresWhere(
    asPublic(ctx),
    sql`space.slug in (select jsonb_array_elements_text(${JSON.stringify(slugs)}::jsonb))`,
  );
  return new Map(found.map((one) => [one.slug, sentToAll(one, ctx.now).band]));
}

/** Who is in the spaces that the actor manages, of those where somebody counts now. */
export async function peopleNow(ctx: Context): Promise<(OccupancyNow & { name: string })[]> {
  const own = await spacesWhere(ctx, "occupancy.manage");
  if (own.length === 0) return [];
  const found = await spacesNow(
    ctx,
    own.map(({ id }) => id),
  );
  return own.flatMap(({ id, name }) => {
    const one = found.find(({ spaceId }) => spaceId === id);
    return one?.figure && !one.figure.isStale ? [{ ...sentToStaff(one, ctx.now), name }] : [];
  });
}

/**
 * @param space as it was at the last whole quarter of an hour
 * @returns nothing that one person who comes or goes could change: no number below ten, no moment
 *   of a count
 */
export function sentToAll({ slug, figure, open }: SpaceNow, now: Temporal.Instant): OccupancyNow {
  const word = publicBand(open);
  const moment = publicMoment(now);
  if (!word) return { space: slug, ...shownOf(null, now) };
  const isCurrent = figure?.source === word.from && !figure.isStale;
  return {
    space: slug,
    band: word.band,
    observedAt: moment.toString(),
    ageSeconds: Math.floor(moment.until(now).total("seconds")),
    isStale: false,
    source: word.from,
    certainty: word.from === "counter" ? open.countedBy : "registered",
    atLeast: isCurrent ? tellableInPublic(figure.people, figure.heldByOneBooking) : null,
  };
}

/** With numbers, and by room. What one room keeps back is not found again by subtraction. */
export function sentToStaff(
  { slug, figure, rooms }: SpaceNow,
  now: Temporal.Instant,
): OccupancyNow {
  const shownRooms = rooms.map(({ roomId, name, figure: own }) => ({
    roomId,
    name,
    ...shownOf(own, now),
    ...numberOf(own),
  }));
  const { people, capacity } = numberOf(figure);
  const beside = shownRooms.filter(({ source }) => source !== null).map((room) => room.people);
  return {
    space: slug,
    ...shownOf(figure, now),
    people: tellableBeside(people, beside),
    capacity,
    rooms: shownRooms,
  };
}

function shownOf(figure: Figure | null, now: Temporal.Instant): ShownOccupancy {
  if (!figure)
    return {
      band: null,
      observedAt: null,
      ageSeconds: null,
      isStale: false,
      source: null,
      certainty: null,
      atLeast: null,
    };
  const {
    people,
    capacity,
    source,
    certainty,
    observedAt,
    isStale: isOld,
    heldByOneBooking,
  } = figure;
  return {
    band: isOld || !isWordTellable(people, heldByOneBooking) ? null : bandOf(people, capacity),
    observedAt: observedAt.toString(),
    ageSeconds: Math.max(0, Math.round(observedAt.until(now).total("seconds"))),
    isStale: isOld,
    source,
    certainty,
    atLeast: isOld ? null : tellableInPublic(people, heldByOneBooking),
  };
}

function numberOf(figure: Figure | null): { people: number | null; capacity: number } {
  if (!figure) return { people: null, capacity: 0 };
  return { people: tellable(figure.people, figure.heldByOneBooking), capacity: figure.capacity };
}

/** The figure that anybody may have, for clients of the SpaceAPI; null where there may be none. */
export async function publicPeople(ctx: Context, slug: string) {
  const { atLeast } = await publicNow(ctx, slug);
  return atLeast === null ? null : { value: atLeast, at: publicMoment(ctx.now) };
}
