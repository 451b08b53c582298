import { requestContext } from "#lib/foundation/identity/session.ts";
import { FOR_EVERYBODY, respond } from "#lib/foundation/platform/respond.ts";
import { spacesCsv } from "#lib/places/spaces/exchange.ts";
import { allSpaces } from "#lib/places/spaces/queries.ts";

export async function GET(request: Request) {
  return respond(request, async () => {
    return new Response(spacesCsv(await allSpaces(await requestContext())), {
      headers: {
        ...FOR_EVERYBODY,
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": 'attachment; filename="spaces.csv"',
      },
    });
  });
}
