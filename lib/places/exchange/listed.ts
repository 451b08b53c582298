import { eq, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { inReadingOrder } from "#db/expressions.ts";
import { rowsOf } from "#db/rows.ts";
import { listedPlaces } from "#db/schema/places.ts";
import { instantFromText } from "#db/types.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import type { Country } from "#lib/foundation/platform/atoms.ts";
import { searchedWords } from "#lib/foundation/platform/text/searched-text.ts";
import { addressOfSpace } from "#lib/places/spaces/queries.ts";
import { type Audience, LANGUAGES, type Language } from "#lib/places/spaces/schema.ts";
import { namesOfTown } from "#lib/places/spaces/town-names.ts";
import { AUDIENCE_NAMES, HELPS_MOVING, type PlaceRecord } from "./fields.ts";
import type { PlaceFilter } from "./schema.ts";

export type ListedPlace = Omit<typeof listedPlaces.$inferSelect, "record"> & {
  record: PlaceRecord;
};

/**
 * A place that another source tells of and that visitors find; null where there is none, and once
 * it is a space.
 */
export async function findListedPlace({ db }: Context, id: string): Promise<ListedPlace | null> {
  if (!z.uuid().safeParse(id).success) return null;
  const [place] = await db.select().from(listedPlaces).where(eq(listedPlaces.id, id));
  return place?.published && !place.spaceId ? (place as ListedPlace) : null;
}

/**
 * Where the page of the space is that a listed place became; null while it is none. Whoever may not
 * see it yet finds nothing there.
 */
export async function spaceOfPlace(ctx: Context, id: string): Promise<string | null> {
  if (!z.uuid().safeParse(id).success) return null;
  const [place] = await ctx.db
    .select({ spaceId: listedPlaces.spaceId })
    .from(listedPlaces)
    .where(eq(listedPlaces.id, id));
  return place?.spaceId ? addressOfSpace(ctx, place.spaceId) : null;
}

export type ListedFilter = {
  q?: string;
  bbox?: Area;
  kind?: string;
  audience?: Audience;
  /** Only those where people who move with difficulty are looked after. */
  wheelchair?: boolean;
  country?: Country;
  /** The language at the desk. */
  language?: Language;
  /** Only those that are surely open at that moment. */
  openAt?: Temporal.Instant;
};

/** What an address asks for, at a moment. */
export function listedFilter(
  { q, kind, audience, country, wheelchair, language, open }: Partial<PlaceFilter>,
  now: Temporal.Instant,
): ListedFilter {
  return {
    ...{ q, kind, audience, country, language },
    wheelchair: wheelchair === "yes",
    openAt: open && now,
  };
}

type Area = { west: number; south: number; east: number; north: number };

/** With its filters and its map such a page has fewer than 250 elements. */
export const LISTED_ON_A_PAGE = 14;
/** Further pages are found by a narrower search: each would read all those before it. */
export const MOST_PAGES = 50;

export type ListedItem = Pick<
  ListedPlace,
  "id" | "name" | "city" | "source" | "lat" | "lon" | "record"
> & {
  /** Where a list of open places was asked for: until when each is. */
  openUntil: Temporal.Instant | null;
};

/** Places that nobody books in, by name, a page at a time. Pages are counted from 1. */
export async function listedPlacesBy(
  { db }: Context,
  { page, ...filter }: ListedFilter & { page: number },
): Promise<ListedItem[]> {
  return db
    .select({
      id: listedPlaces.id,
      name: listedPlaces.name,
      city: listedPlaces.city,
      source: listedPlaces.source,
      lat: listedPlaces.lat,
      lon: listedPlaces.lon,
      record: sql<PlaceRecord>`${listedPlaces.record}`,
      openUntil: openUntil(filter.openAt),
    })
    .from(listedPlaces)
    .where(isListed(filter))
    .orderBy(inReadingOrder(listedPlaces.name), listedPlaces.id)
    .limit(LISTED_ON_A_PAGE)
    .offset((page - 1) * LISTED_ON_A_PAGE);
}

/** Until when the row of a place is open, if it is known to be: null without a moment. */
function openUntil(at: Temporal.Instant | undefined): SQL<Temporal.Instant | null> {
  if (!at) return sql`null`;
  const moment = sql`${at.toString()}::timestamptz`;
  return sql`(select upper(part) from listed_hours entry, unnest(entry.open) part
    where entry.hours = listed_place.hours and entry.country = listed_place.country
      and part @> ${moment})`.mapWith(instantFromText);
}

/** How many places a filter leaves. */
export async function countListed({ db }: Context, filter: ListedFilter): Promise<number> {
  return db.$count(listedPlaces, isListed(filter));
}

/**
 * Of how many places nobody knows whether they belong among those of a filter, as they do not tell
 * their hours, or their language: of those that the rest of the filter leaves. 0 for what is not
 * asked for.
 */
export async function countUnknown(
  { db }: Context,
  { openAt, language, ...filter }: ListedFilter,
): Promise<{ hours: number; language: number }> {
  const others = isListed({ ...filter, language });
  const [all, known, languages] = await Promise.all([
    openAt ? db.$count(listedPlaces, others) : 0,
    openAt ? db.$count(listedPlaces, sql`${others} and ${areHours("known", openAt)}`) : 0,
    language
      ? db.$count(
          listedPlaces,
          sql`${isListed({ ...filter, openAt })} and not labels && ${sql.param([...LANGUAGES])}::text[]`,
        )
      : 0,
  ]);
  return { hours: all - known, language: languages };
}

/**
 * Whether it is one that visitors find. Every word asked for stands in its name or town, in
 * whichever language the town is named.
 */
function isListed({ q = "", bbox, country, openAt, ...more }: ListedFilter): SQL {
  const labels = labelsOf(more);
  const words = searchedWords(q);
  const hasWord = (word: string) =>
    sql.join(
      [word, ...namesOfTown(word)].map((one) => sql`search like ${`%${one}%`}`),
      sql` or `,
    );
  // Words leave fewer places than a part of the map does, labels than most of it: it is their index
  // that is to be read.
  const isWide = bbox !== undefined && bbox.east - bbox.west > WIDE_DEGREES;
  const lat = words.length > 0 || (labels.length > 0 && isWide) ? sql`(lat + 0)` : sql`lat`;
  return sql`published and space_id is null
    ${q.trim() !== "" && words.length === 0 ? sql`and false` : sql``}
    ${
      words.length > 0
        ? sql`and ${sql.join(
            words.map((word) => sql`(${hasWord(word)})`),
            sql` and `,
          )}`
        : sql``
    }
    ${labels.length > 0 ? sql`and labels @> ${sql.param(labels)}::text[]` : sql``}
    ${country ? sql`and country = ${country}` : sql``}
    ${openAt ? sql`and ${areHours("open", openAt)}` : sql``}
    ${bbox ? sql`and ${lat} between ${bbox.south} and ${bbox.north} and lon between ${bbox.west} and ${bbox.east}` : sql``}`;
}

/**
 * Whether the hours of a place are among those with that moment. Asked within `coalesce`, which
 * keeps PostgreSQL from joining the tables: what it expects of a moment in ranges is far from what
 * there is, and it would read all hours anew for each square of the map.
 */
function areHours(column: "open" | "known", at: Temporal.Instant): SQL {
  return sql`hours is not null and coalesce((hours, country) in (select entry.hours, entry.country
    from listed_hours entry where entry.${sql.raw(column)} @> ${at.toString()}::timestamptz), false)`;
}

/** Some thirty-five kilometres: a town and what lies around it are narrower. */
const WIDE_DEGREES = 0.5;

/** What a place must be called to be what is asked for, as its column `labels` says it. */
function labelsOf({
  kind,
  audience,
  wheelchair,
  language,
}: Pick<ListedFilter, "kind" | "audience" | "wheelchair" | "language">) {
  return [kind, audience && AUDIENCE_NAMES[audience], wheelchair && HELPS_MOVING, language].filter(
    (label) => typeof label === "string",
  );
}

/**
 * Some places near each other as the map counts them; one alone has its id, its name and its town.
 */
export type Cluster = {
  count: number;
  lat: number;
  lon: number;
  area: Area;
  id: string | null;
  name: string | null;
  city: string | null;
};

/** How wide a square is in which places are counted as one: marks of two squares hardly touch. */
const SQUARE_PX = 72;
const WORLD_PX = 256;
/** From here on each place is told by itself. */
const CLOSE_ZOOM = 15;
const MOST_APART = 300;
/** A degree of latitude is so many of longitude on the maps of here. */
const NORTHWARD = Math.cos((50.7 * Math.PI) / 180);

/**
 * The places of a part of the map, counted in squares that fit its zoom. One answer is small,
 * however many places there are.
 */
export async function clustersOf(
  { db }: Context,
  filter: ListedFilter & { bbox: Area },
  zoom: number,
): Promise<Cluster[]> {
  const width = (SQUARE_PX * 360) / (WORLD_PX * 2 ** Math.floor(zoom));
  const height = width * NORTHWARD;
  const rows =
    zoom >= CLOSE_ZOOM
      ? await rowsOf<ClusterRow>(
          db,
          sql`
            select 1 as count, lat, lon, lat as south, lat as north, lon as west, lon as east, id,
              name, city
            from listed_place where ${isListed(filter)} order by id limit ${MOST_APART}`,
        )
      : await rowsOf<ClusterRow>(
          db,
          sql`
            with square as (
              select count(*)::int as count, avg(lat) as lat, avg(lon) as lon, min(lat) as south,
                max(lat) as north,
                min(lon) as west, max(lon) as east
              from listed_place where ${isListed(filter)}
              group by floor(lat / ${height}::float8), floor(lon / ${width}::float8)
            )
            select square.*, alone.id, alone.name, alone.city from square left join lateral (
              select id, name, city from listed_place place
              where square.count = 1 and place.lat = square.south and place.lon = square.west
                and ${isListed({})}
              limit 1
            ) alone on true order by square.count desc, square.lat, square.lon`,
        );
  return rows.map(({ south, north, west, east, ...cluster }) => ({
    ...cluster,
    area: { south, north, west, east },
  }));
}

type ClusterRow = Omit<Cluster, "area"> & Area;
