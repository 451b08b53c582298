import { sql } from "drizzle-orm";
import { rowsOf } from "#db/rows.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authorise } from "#lib/foundation/identity/permission/policy.ts";
import { allSpaces } from "#lib/places/spaces/queries.ts";
import type { PlaceRecord } from "./fields.ts";
import { NETWORK } from "./imports.ts";
import type { PlaceExport } from "./schema.ts";
import { recordOfSpace } from "./write.ts";

const ROWS_AT_ONCE = 1_000;

/**
 * Places as they travel: the published spaces of the network by their address, then the listed
 * places that became none of them, by source and number. Holds a thousand of them at a time.
 *
 * @param of whose places; `unpublished` has listed places that visitors do not find as well, for
 *   administrators
 */
export async function* placeRecords(
  ctx: Context,
  { of, unpublished = false }: Pick<PlaceExport, "of"> & { unpublished?: boolean },
): AsyncGenerator<PlaceRecord> {
  if (unpublished) authorise(ctx.actor, "place.import", { spaceId: NETWORK });
  if (of !== "listed") for (const space of await allSpaces(ctx)) yield recordOfSpace(space);
  if (of === "network") return;
  let last = { source: "", sourceId: "" };
  for (;;) {
    const rows = await rowsOf<{ source: string; sourceId: string; record: PlaceRecord }>(
      ctx.db,
      sql`
        select source, source_id, record from listed_place
        where (source, source_id) > (${last.source}, ${last.sourceId}) and space_id is null
          and (published or ${unpublished})
        order by source, source_id limit ${ROWS_AT_ONCE}`,
    );
    for (const { source, record } of rows) yield { ...record, source: record.source ?? source };
    const end = rows.at(-1);
    if (!end) return;
    last = end;
  }
}
