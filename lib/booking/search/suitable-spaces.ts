import { sql } from "drizzle-orm";
import { rowsOf } from "#db/rows.ts";
import { equippedWith, maySee } from "#lib/booking/allocation/fitness.ts";
import type { EquipmentRequest } from "#lib/booking/allocation/schema.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { distanceKm } from "#lib/places/spaces/queries.ts";

export type SuitableSpace = {
  slug: string;
  name: string;
  kind: string;
  city: string;
  region: string;
  timeZone: string;
  distanceKm: number | null;
};

/**
 * Spaces with a room large enough and everything that is needed, whenever it is free. Nearest
 * first; pages from 1.
 */
export async function suitableSpaces(
  ctx: Context,
  { people, equipment, minutes, near, page, size }: SuitableSearch,
): Promise<{ items: SuitableSpace[]; total: number }> {
  const distance = near ? distanceKm(near) : sql`null::float8`;
  const rows = await rowsOf<SuitableSpace & { total: number }>(
    ctx.db,
    sql`
      select space.slug, space.name, space.kind, space.city, space.region, space.time_zone,
        round((${distance})::numeric, 1)::float8 as distance_km, count(*) over ()::int as total
      from space where space.published and exists (
        select from resource room where room.space_id = space.id and room.kind in ('room', 'desk')
          and room.capacity >= ${people}::int and not exists (select from resource broken
            where broken.id = any(room.made_of || room.id)
              and broken.out_of_service_reason is not null
              and broken.out_of_service_until is null)
          and ${minutes}::int between room.min_minutes and room.max_minutes
          and ${maySee(ctx)} and ${equippedWith(ctx, equipment, null)})
      order by distance_km nulls last, space.name collate reading_order, space.slug
      limit ${size} offset ${(page - 1) * size}`,
  );
  return { items: rows.map(({ total: _, ...item }) => item), total: rows[0]?.total ?? 0 };
}

export type SuitableSearch = {
  people: number;
  equipment: EquipmentRequest[];
  minutes: number;
  near?: { lat: number; lon: number };
  page: number;
  size: number;
};
