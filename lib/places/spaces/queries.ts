import { and, asc, between, eq, isNotNull, type SQL, sql } from "drizzle-orm";
import { inReadingOrder, neverNull } from "#db/expressions.ts";
import { rowsOf } from "#db/rows.ts";
import { resources, spaces } from "#db/schema/spaces.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { type Action, can, isIn } from "#lib/foundation/identity/permission/policy.ts";
import { readingOrder } from "#lib/foundation/platform/text/reading-order.ts";
import { searchedWords } from "#lib/foundation/platform/text/searched-text.ts";
import { type Openness, opennessFrom, stateColumns, stateOfSpace } from "./openness.ts";
import type { OpenNow } from "./schema.ts";
import { isTown, namesOfTown } from "./town-names.ts";

export type Space = typeof spaces.$inferSelect;
export type Resource = typeof resources.$inferSelect;

export type SpaceSummary = {
  slug: string;
  name: string;
  kind: string;
  city: string;
  country: string;
  region: string;
  lat: number;
  lon: number;
  precision: string;
  rooms: number;
  timeZone: string;
} & OpenNow;

export const PAGE_SIZE = 10;

export type SpaceFilter = {
  q?: string;
  kind?: string;
  openAt?: Temporal.Instant;
  bbox?: { west: number; south: number; east: number; north: number };
  near?: { lat: number; lon: number };
  radiusKm?: number;
  /** What one of its rooms has. */
  feature?: string;
  /** Spoken at the desk. */
  language?: string;
  /** What can be borrowed there. */
  equipment?: string;
  /** Whom it is for in the first place. */
  audience?: string;
  /** Only these, by their address or by their id. */
  slugs?: string[];
  ids?: string[];
  page?: number;
  size?: number;
};

/** A space as a point on the map. */
export type Spot = {
  slug: string;
  name: string;
  kind: string;
  city: string;
  region: string;
  lat: number;
  lon: number;
};

/**
 * Spaces by name, those open now first; by distance when somebody says from where. Pages are
 * counted from 1.
 */
export async function listSpaces(
  ctx: Context,
  { page = 1, size = PAGE_SIZE, ...filter }: SpaceFilter,
): Promise<{ items: SpaceSummary[]; total: number }> {
  const at = filter.openAt ?? ctx.now;
  const distance = filter.near ? distanceKm(filter.near) : null;
  const rows = await rowsOf<SpaceRow>(
    ctx.db,
    sql`
      select space.slug, space.name, space.kind, space.city, space.country, space.region, space.lat,
        space.lon,
        space.precision, space.time_zone,
        (select count(*)::int from resource where resource.space_id = space.id
          and resource.kind in ('room', 'desk')) as rooms,
        ${stateColumns}, count(*) over ()::int as total
      from space cross join ${stateOfSpace(at)}
      where ${isWanted(filter)}
      order by ${distance ?? sql`(state.open_until is null)`}, space.name collate reading_order, space.slug
      limit ${size} offset ${(page - 1) * size}`,
  );
  const items = rows.map(({ total: _, openUntil, closedUntil, closedReason, ...space }) => ({
    ...space,
    ...openNow(opennessFrom({ openUntil, closedUntil, closedReason }, at), space.timeZone),
  }));
  return { items, total: rows[0]?.total ?? 0 };
}

/** The points of all spaces that a filter leaves, by name: the map beside the list. */
export async function spotsOf(ctx: Context, filter: SpaceFilter): Promise<Spot[]> {
  const rows = await rowsOf<Spot>(
    ctx.db,
    sql`
      select space.slug, space.name, space.kind, space.city, space.region, space.lat, space.lon
      from space ${filter.openAt ? sql`cross join ${stateOfSpace(filter.openAt)}` : sql``}
      where ${isWanted(filter)} order by space.name collate reading_order, space.slug`,
  );
  return rows;
}

/**
 * A `space` that a filter leaves. When it asks for open ones, `state` of {@link stateOfSpace}
 * stands beside it.
 */
function isWanted({
  q = "",
  kind,
  openAt,
  bbox,
  near,
  radiusKm,
  slugs,
  ...more
}: SpaceFilter): SQL {
  const { feature, language, equipment, audience, ids } = more;
  return sql`space.published and ${isNamed(q)}
    ${kind ? sql`and space.kind = ${kind}` : sql``}
    ${openAt ? sql`and state.open_until is not null` : sql``}
    ${bbox ? sql`and space.lon between ${bbox.west} and ${bbox.east} and space.lat between ${bbox.south} and ${bbox.north}` : sql``}
    ${near && radiusKm ? sql`and ${distanceKm(near)} <= ${radiusKm}` : sql``}
    ${feature ? sql`and exists (select from resource room where room.space_id = space.id and room.kind in ('room', 'desk') and ${feature} = any(room.features))` : sql``}
    ${language ? sql`and space.language = ${language}` : sql``}
    ${equipment ? sql`and exists (select from resource thing where thing.space_id = space.id and thing.equipment_kind = ${equipment})` : sql``}
    ${audience ? sql`and ${audience} = any(space.audiences)` : sql``}
    ${slugs ? sql`and space.slug = any(${sql.param(slugs)}::text[])` : sql``}
    ${ids ? sql`and space.id = any(${sql.param(ids)}::uuid[])` : sql``}`;
}

/**
 * A `space` of which a text, or the town, holds every word asked for, in whichever language its
 * town is named. Nothing is asked: every space.
 *
 * @param text what is looked through: the name and town of the space, when nothing else is said
 */
export function isNamed(q: string, text = sql`concat_ws(' ', space.name, space.city)`): SQL {
  if (q.trim() === "") return sql`true`;
  const words = searchedWords(q);
  if (words.length === 0) return sql`false`;
  const town = sql`searched_text(space.city)`;
  const isTownNamed = (name: string) =>
    sql.join(
      namesOfTown(name).map((one) => sql`${town} like ${`% ${one} %`}`),
      sql` or `,
    );
  // Written as one word what the sign at the door writes as two: "dascq" for "d'Ascq", "fablab" for
  // "fab lab".
  const joined = sql`replace(searched_text(concat_ws(' ', space.name, space.city)), ' ', '')`;
  const isJoined = (word: string) =>
    word.length < LEAST_JOINED ? sql`false` : sql`${joined} like ${`%${word}%`}`;
  const hasWord = (word: string) =>
    sql`(searched_text(${text}) like ${`%${word}%`} or ${isTownNamed(word)} or ${isJoined(word)})`;
  return sql`((${sql.join(words.map(hasWord), sql` and `)}) or ${isTownNamed(q)})`;
}

/**
 * Shorter words would be found by chance, over the end of one word and the beginning of the next.
 */
const LEAST_JOINED = 5;

type SpaceRow = Omit<SpaceSummary, keyof OpenNow> & {
  total: number;
  openUntil: string | null;
  closedUntil: string | null;
  closedReason: string | null;
};

/** @param timeZone the space's: midnight is the end of the day there */
export function openNow(openness: Openness, timeZone: string): OpenNow {
  if (!openness.isOpen) {
    const { closedFor } = openness;
    return {
      isOpen: false,
      openUntil: null,
      closedFor: closedFor && { reason: closedFor.reason, until: closedFor.until.toString() },
    };
  }
  const time = openness.until
    ?.toZonedDateTimeISO(timeZone)
    .toPlainTime()
    .toString({ smallestUnit: "minute" });
  return { isOpen: true, openUntil: time === "00:00" ? "24:00" : (time ?? null), closedFor: null };
}

/** Great-circle distance of a space, in kilometres; exact enough on the scale of a region. */
export function distanceKm({ lat, lon }: { lat: number; lon: number }): SQL {
  return sql`6371 * 2 * asin(sqrt(power(sin(radians(space.lat - ${lat}) / 2), 2)
    + cos(radians(${lat}::float8)) * cos(radians(space.lat)) * power(sin(radians(space.lon - ${lon}) / 2), 2)))`;
}

/** The kinds of place there are. */
export async function spaceKinds({ db }: Context): Promise<string[]> {
  const rows = await db
    .selectDistinct({ kind: spaces.kind })
    .from(spaces)
    .where(eq(spaces.published, true))
    .orderBy(asc(spaces.kind));
  return rows.map(({ kind }) => kind);
}

/** Whom some space is for in the first place. */
export async function audiencesThere({ db }: Context): Promise<string[]> {
  const rows = await rowsOf<{ audience: string }>(
    db,
    sql`select distinct unnest(audiences) as audience from space where published order by 1`,
  );
  return rows.map(({ audience }) => audience);
}

/** What can be borrowed somewhere, by its word. */
export async function equipmentKinds({ db }: Context): Promise<string[]> {
  const rows = await db
    .selectDistinct({ kind: neverNull(resources.equipmentKind) })
    .from(resources)
    .innerJoin(spaces, eq(spaces.id, resources.spaceId))
    .where(and(spaces.published, isNotNull(resources.equipmentKind)))
    .orderBy(resources.equipmentKind);
  return rows.map(({ kind }) => kind);
}

/**
 * A space with everything that can be booked in it; one that is not published, for those who work
 * there.
 */
export async function findSpace(
  ctx: Context,
  slug: string,
): Promise<(Space & { resources: Resource[] }) | null> {
  const [space] = await ctx.db.select().from(spaces).where(eq(spaces.slug, slug));
  // Whoever works there prepares it before others find it.
  if (!space || (!space.published && !can(ctx.actor, "booking.manage", { spaceId: space.id })))
    return null;
  const things = await ctx.db
    .select()
    .from(resources)
    .where(eq(resources.spaceId, space.id))
    .orderBy(asc(resources.kind), asc(resources.capacity), inReadingOrder(resources.name));
  return { ...space, resources: things };
}

/** The address of a space on the web, published or not; null for none. */
export async function addressOfSpace(
  { db }: Pick<Context, "db">,
  id: string,
): Promise<string | null> {
  const [space] = await db.select({ slug: spaces.slug }).from(spaces).where(eq(spaces.id, id));
  return space?.slug ?? null;
}

/** The middle of a town's spaces, for "near", by any of its names; null for a town without any. */
export async function findTown(
  ctx: Context,
  name: string,
): Promise<{ lat: number; lon: number; region: string } | null> {
  const rows = await ctx.db
    .select({
      city: spaces.city,
      region: sql<string>`min(${spaces.region})`,
      lat: sql<number>`avg(${spaces.lat})`,
      lon: sql<number>`avg(${spaces.lon})`,
    })
    .from(spaces)
    .where(eq(spaces.published, true))
    .groupBy(spaces.city);
  const found = rows.find(({ city }) => isTown(city, name));
  return found ? { lat: found.lat, lon: found.lon, region: found.region } : null;
}

export type NamedSpace = {
  id: string;
  slug: string;
  name: string;
  region: string;
  timeZone: string;
};

/** Every space of the network, by name: for choices. */
export async function spacesByName({ db }: Pick<Context, "db">): Promise<NamedSpace[]> {
  return namedSpaces(db, sql`true`);
}

/** The spaces in which the actor may do something, by name. */
export async function spacesWhere({ db, actor }: Context, action: Action): Promise<NamedSpace[]> {
  return namedSpaces(db, isIn(actor, action, sql`${spaces.id}`));
}

function namedSpaces(db: Context["db"], condition: SQL): Promise<NamedSpace[]> {
  return db
    .select({
      id: spaces.id,
      slug: spaces.slug,
      name: spaces.name,
      region: spaces.region,
      timeZone: spaces.timeZone,
    })
    .from(spaces)
    .where(condition)
    .orderBy(inReadingOrder(spaces.name), asc(spaces.slug));
}

/** Every space that people find, by its address. */
export async function allSpaces({ db }: Context): Promise<Space[]> {
  return db.select().from(spaces).where(eq(spaces.published, true)).orderBy(asc(spaces.slug));
}

/** The rooms and desks of a space, smallest first. */
export async function roomsOf(ctx: Context, slug: string): Promise<Resource[]> {
  const space = await findSpace(ctx, slug);
  return (space?.resources ?? [])
    .filter(({ kind }) => kind === "room" || kind === "desk")
    .sort((one, other) => one.capacity - other.capacity || readingOrder(one.name, other.name));
}

export type SpacePoint = {
  slug: string;
  name: string;
  lat: number;
  lon: number;
  phone: string | null;
};

/** The points of all spaces in an area, published or not: to find what is there already. */
export async function spacesNear(
  { db }: Context,
  { south, north, west, east }: { south: number; north: number; west: number; east: number },
): Promise<SpacePoint[]> {
  const { slug, name, lat, lon, phone } = spaces;
  return db
    .select({ slug, name, lat, lon, phone })
    .from(spaces)
    .where(and(between(lat, south, north), between(lon, west, east)));
}
