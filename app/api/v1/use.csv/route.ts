import { NETWORK_ZONE } from "#lib/booking/search/search-form.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { requestContext } from "#lib/foundation/identity/session.ts";
import { respond, searchParams } from "#lib/foundation/platform/respond.ts";
import { foreseen } from "#lib/places/occupancy/forecast.ts";
import { unknownSpace, useWish } from "#lib/places/occupancy/schema.ts";
import { yearOfUse } from "#lib/places/occupancy/use.ts";
import { csvOfDays, csvOfEquipment, csvOfUse } from "#lib/places/occupancy/use-csv.ts";
import { findSpace } from "#lib/places/spaces/queries.ts";

export async function GET(request: Request) {
  return respond(request, async () => {
    const ctx = await requestContext();
    const wish = searchParams(request, useWish);
    const year = wish.year ?? ctx.now.toZonedDateTimeISO(NETWORK_ZONE).year;
    return new Response(await fileOf(ctx, { ...wish, year }), {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="${wish.part}-${year}.csv"`,
      },
    });
  });
}

type Wish = ReturnType<typeof useWish.parse> & { year: number };

async function fileOf(ctx: Context, { year, space: slug, figure, part }: Wish): Promise<string> {
  if (part === "foreseen") {
    const space = await findSpace(ctx, slug ?? "");
    if (!space) throw unknownSpace();
    return csvOfDays(await foreseen(ctx, space));
  }
  const use = await yearOfUse(ctx, { year, space: slug || undefined });
  return part === "equipment" ? csvOfEquipment(use.equipment) : csvOfUse(use, figure);
}
