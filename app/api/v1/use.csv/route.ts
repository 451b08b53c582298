import { NETWORK_ZONE } from "#lib/booking/search/search-form.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { respond, searchParams } from "#lib/foundation/platform/http/respond.ts";
import { foreseen } from "#lib/places/occupancy/forecast.ts";
import { unknownSpace, useInput } from "#lib/places/occupancy/schema.ts";
import { yearOfUse } from "#lib/places/occupancy/use.ts";
import { csvOfDays, csvOfEquipment, csvOfUse } from "#lib/places/occupancy/use-csv.ts";
import { findSpace } from "#lib/places/spaces/queries.ts";

export async function GET(request: Request) {
  return respond(request, async () => {
    const ctx = await requestContext();
    const input = searchParams(request, useInput);
    const year = input.year ?? ctx.now.toZonedDateTimeISO(NETWORK_ZONE).year;
    return new Response(await fileOf(ctx, { ...input, year }), {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="${input.part}-${year}.csv"`,
      },
    });
  });
}

type Input = ReturnType<typeof useInput.parse> & { year: number };

async function fileOf(ctx: Context, { year, space: slug, figure, part }: Input): Promise<string> {
  if (part === "foreseen") {
    const space = await findSpace(ctx, slug ?? "");
    if (!space) throw unknownSpace();
    return csvOfDays(await foreseen(ctx, space));
  }
  const use = await yearOfUse(ctx, { year, space: slug || undefined });
  return part === "equipment" ? csvOfEquipment(use.equipment) : csvOfUse(use, figure);
}
