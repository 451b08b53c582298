import { regionOfSpot } from "#components/map/region-at.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { FOR_EVERYBODY, respond, searchParams } from "#lib/foundation/platform/http/respond.ts";
import { clustersOf, listedFilter } from "#lib/places/exchange/listed.ts";
import { clusterQuery } from "#lib/places/exchange/schema.ts";
import { spotFrom } from "#lib/places/exchange/spots.ts";

/** Places of other sources in a part of the map, counted in squares that fit its zoom. */
export async function GET(request: Request) {
  return respond(request, async () => {
    const { zoom, ...filter } = searchParams(request, clusterQuery);
    const ctx = await requestContext();
    const wanted = { ...listedFilter(filter, ctx.now), bbox: filter.bbox };
    const items = (await clustersOf(ctx, wanted, zoom)).map((cluster) => {
      const { href, ...spot } = spotFrom(cluster);
      return { ...spot, region: regionOfSpot(spot), ...(href && { href }) };
    });
    return Response.json({ items }, { headers: FOR_EVERYBODY });
  });
}
