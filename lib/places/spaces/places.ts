import { asc, eq, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { inReadingOrder } from "#db/expressions.ts";
import { spaces } from "#db/schema/spaces.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authorise } from "#lib/foundation/identity/permission/policy.ts";
import { type Country, NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";
import { markOf, refuseUnlessSeen } from "#lib/foundation/platform/database/as-seen.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import type { ListSearch } from "#lib/foundation/platform/http/list-search.ts";
import { picked } from "#lib/foundation/platform/text/picked.ts";
import type { AuditAction } from "#lib/modules.ts";
import { openingHoursOf } from "./day-hours.ts";
import { refreshSpace } from "./openings.ts";
import { isNamed, type Space } from "./queries.ts";
import { firstFreeSlug, type NewPlace, type Place, slugFrom } from "./schema.ts";

const REGION_COUNTRY = { vlaanderen: "BE", wallonie: "BE", "hauts-de-france": "FR" } as const;
const ZONES = { BE: NETWORK_ZONE, FR: "Europe/Paris" } as const satisfies Record<Country, string>;

export const PLACES_PAGE_SIZE = 50;

/**
 * Spaces of the network, those that people do not find yet first, then by name: for administrators.
 * Pages are counted from 1.
 */
export async function placesOfNetwork(
  ctx: Context,
  { q, page }: ListSearch,
): Promise<{ items: Space[]; total: number }> {
  authorise(ctx.actor, "space.add");
  const rows = await ctx.db
    .select({ space: spaces, total: sql<number>`count(*) over ()::int` })
    .from(spaces)
    .where(isNamed(q))
    .orderBy(asc(spaces.published), inReadingOrder(spaces.name), asc(spaces.slug))
    .limit(PLACES_PAGE_SIZE)
    .offset((page - 1) * PLACES_PAGE_SIZE);
  return { items: rows.map(({ space }) => space), total: rows[0]?.total ?? 0 };
}

/**
 * A space that nobody finds yet: it is described, given rooms, then published.
 *
 * @throws DomainError conflict when its address is taken
 */
export async function addPlace(
  ctx: Context,
  { week, closedOnHolidays, slug, ...place }: NewPlace,
): Promise<{ id: string; slug: string }> {
  const openingHours = openingHoursOf(week, closedOnHolidays);
  return add(ctx, {
    ...columnsOf(place),
    slug,
    openingHours,
    source: "network",
    licence: "CC0-1.0",
  });
}

/**
 * A space made of what another source tells of a place: nobody finds it yet, and whoever runs it
 * mends the rest.
 */
export async function adoptPlace(
  ctx: Context,
  { openingHours, communeCode, source, licence, ...place }: AdoptedPlace,
): Promise<{ id: string; slug: string }> {
  return add(ctx, { ...columnsOf(place), slug: "", openingHours, communeCode, source, licence });
}

export type AdoptedPlace = Place & {
  openingHours: string;
  communeCode: string | null;
  source: string;
  licence: string;
};

type NewColumns = Omit<typeof spaces.$inferInsert, "published">;

async function add(
  ctx: Context,
  { slug, ...columns }: NewColumns,
): Promise<{ id: string; slug: string }> {
  authorise(ctx.actor, "space.add");
  return transaction(ctx.db, async (db) => {
    const [added] = await db
      .insert(spaces)
      .values({
        ...columns,
        slug: slug || (await freeSlug(db, slugFrom(`${columns.name} ${columns.city}`))),
        published: false,
      })
      .onConflictDoNothing()
      .returning({ id: spaces.id, slug: spaces.slug });
    if (!added) throw new DomainError("conflict", { code: "spaces.slug_taken" });
    await recordAudit(db, {
      actor: ctx.actor,
      action: "space.added",
      spaceId: added.id,
      subject: added.id,
      data: { name: columns.name, slug: added.slug },
    });
    return added;
  });
}

/**
 * Other facts of a space, by whoever manages it; its address on the web stays, since people have
 * kept it.
 *
 * @param seen the mark of what the actor saw of it
 * @throws DomainError conflict when somebody changed it since
 */
export async function changePlace(
  ctx: Context,
  spaceId: string,
  place: Place,
  seen?: string,
): Promise<void> {
  await change(ctx, spaceId, "space.changed", async (db, before) => {
    refuseUnlessSeen(shownOf(before), seen);
    await db.update(spaces).set(columnsOf(place)).where(eq(spaces.id, spaceId));
  });
}

/**
 * From now on people find it and can book in it, or no longer. What is unpublished is shut: what is
 * booked there stays booked, and stands among the bookings to be moved, as after a change of hours.
 */
export async function publishPlace(
  ctx: Context,
  spaceId: string,
  published: boolean,
): Promise<void> {
  await change(ctx, spaceId, published ? "space.published" : "space.unpublished", async (db) => {
    await db.update(spaces).set({ published }).where(eq(spaces.id, spaceId));
  });
}

async function change(
  ctx: Context,
  spaceId: string,
  action: AuditAction,
  write: (db: Database, before: Space) => Promise<void>,
): Promise<void> {
  authorise(ctx.actor, "space.manage", { spaceId });
  await transaction(ctx.db, async (db) => {
    const [space] = await db.select().from(spaces).where(eq(spaces.id, spaceId)).for("update");
    if (!space) throw new DomainError("not_found", { code: "spaces.unknown" });
    await write(db, space);
    await refreshSpace(db, spaceId, ctx.now);
    await recordAudit(db, { actor: ctx.actor, action, spaceId, subject: spaceId });
  });
}

const SAID_OF_PLACE = [
  "name",
  "kind",
  "region",
  "language",
  "address",
  "postcode",
  "city",
  "precision",
  "phone",
  "website",
  "summary",
  "audiences",
] as const;

/** The mark of what a form shows of a place. */
export function markOfPlace(space: Space): string {
  return markOf(shownOf(space));
}

function shownOf({ lat, lon, ...space }: Space) {
  return { ...picked(space, SAID_OF_PLACE), lat, lon };
}

/** What a wish says of the place, and nothing else that came with it. */
function columnsOf(place: Place) {
  const { lat, lon } = place.position;
  const country = REGION_COUNTRY[place.region];
  return { ...picked(place, SAID_OF_PLACE), lat, lon, country, timeZone: ZONES[country] };
}

async function freeSlug(db: Database, input: string): Promise<string> {
  const taken = await db
    .select({ slug: spaces.slug })
    .from(spaces)
    .where(sql`${spaces.slug} = ${input} or ${spaces.slug} like ${`${input}-%`}`);
  return firstFreeSlug(
    input,
    taken.map(({ slug }) => slug),
  );
}
