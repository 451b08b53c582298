import { NETWORK_ZONE } from "#lib/booking/search-form.ts";
import type { Context } from "#lib/identity/context.ts";
import { requestContext } from "#lib/identity/session.ts";
import { foreseen } from "#lib/occupancy/forecast.ts";
import { unknownSpace, useWish } from "#lib/occupancy/schema.ts";
import { yearOfUse } from "#lib/occupancy/use.ts";
import { csvOfDays, csvOfEquipment, csvOfUse } from "#lib/occupancy/use-csv.ts";
import { respond, searchParams } from "#lib/platform/respond.ts";
import { findSpace } from "#lib/spaces/queries.ts";

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
