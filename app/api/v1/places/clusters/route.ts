import { regionOfSpot } from "#components/map/region-at.ts";
import { requestContext } from "#lib/foundation/identity/session.ts";
import { FOR_EVERYBODY, respond, searchParams } from "#lib/foundation/platform/respond.ts";
import { clustersOf } from "#lib/places/exchange/listed.ts";
import { clusterQuery } from "#lib/places/exchange/schema.ts";
import { spotFrom } from "#lib/places/exchange/spots.ts";

/** Places of other sources in a part of the map, counted in squares that fit its zoom. */
export async function GET(request: Request) {
  return respond(request, async () => {
    const { bbox, zoom, q } = searchParams(request, clusterQuery);
    const items = (await clustersOf(await requestContext(), { bbox, q }, zoom)).map((cluster) => {
      const { href, ...spot } = spotFrom(cluster);
      return { ...spot, region: regionOfSpot(spot), ...(href && { href }) };
    });
    return Response.json({ items }, { headers: FOR_EVERYBODY });
  });
}
