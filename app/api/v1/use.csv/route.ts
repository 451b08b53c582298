import { NETWORK_ZONE } from "#lib/booking/search-form.ts";
import { requestContext } from "#lib/identity/session.ts";
import { useWish } from "#lib/occupancy/schema.ts";
import { yearOfUse } from "#lib/occupancy/use.ts";
import { csvOfUse } from "#lib/occupancy/use-csv.ts";
import { respond, searchParams } from "#lib/platform/respond.ts";

export async function GET(request: Request) {
  return respond(request, async () => {
    const ctx = await requestContext();
    const { year = ctx.now.toZonedDateTimeISO(NETWORK_ZONE).year, space } = searchParams(request, useWish);
    return new Response(csvOfUse(await yearOfUse(ctx, { year, space: space || undefined })), {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="use-${year}.csv"`,
      },
    });
  });
}
