import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { FOR_EVERYBODY, respond, searchParams } from "#lib/foundation/platform/http/respond.ts";
import { benchmarkCsv, publicEntry } from "#lib/learning/badges/benchmark/exchange.ts";
import { entriesWhere } from "#lib/learning/badges/benchmark/queries.ts";
import { benchmarkExport } from "#lib/learning/badges/benchmark/schema.ts";

/** `?form=csv` for a table. */
export async function GET(request: Request) {
  return respond(request, async () => {
    const { form, ...filter } = searchParams(request, benchmarkExport);
    const entries = await entriesWhere(await requestContext(), filter);
    if (form === "json")
      return Response.json(
        { items: entries.map(publicEntry), next: null },
        { headers: FOR_EVERYBODY },
      );
    return new Response(benchmarkCsv(entries), {
      headers: {
        ...FOR_EVERYBODY,
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": 'attachment; filename="benchmark.csv"',
      },
    });
  });
}
