import { requestContext } from "#lib/identity/session.ts";
import { FOR_EVERYBODY, respond } from "#lib/platform/respond.ts";
import { spacesCsv } from "#lib/spaces/exchange.ts";
import { allSpaces } from "#lib/spaces/queries.ts";

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
