import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { FOR_EVERYBODY, respond, searchParams } from "#lib/foundation/platform/http/respond.ts";
import { actorsCsv, actorsGeoJson, publicActor } from "#lib/places/actors/exchange.ts";
import { actorsWhere } from "#lib/places/actors/queries.ts";
import { actorExport } from "#lib/places/actors/schema.ts";

/** `?form=csv` for a table, `?form=geojson` for points. */
export async function GET(request: Request) {
  return respond(request, async () => {
    const { form, ...filter } = searchParams(request, actorExport);
    const actors = await actorsWhere(await requestContext(), filter);
    if (form === "json")
      return Response.json(
        { items: actors.map(publicActor), next: null },
        { headers: FOR_EVERYBODY },
      );
    if (form === "geojson")
      return new Response(JSON.stringify(actorsGeoJson(actors)), {
        headers: { ...FOR_EVERYBODY, "content-type": "application/geo+json" },
      });
    return new Response(actorsCsv(actors), {
      headers: {
        ...FOR_EVERYBODY,
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": 'attachment; filename="actors.csv"',
      },
    });
  });
}
