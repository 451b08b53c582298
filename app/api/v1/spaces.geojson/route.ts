import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { FOR_EVERYBODY, respond, searchParams } from "#lib/foundation/platform/http/respond.ts";
import { listSpaces } from "#lib/places/spaces/queries.ts";
import { spaceFilter } from "#lib/places/spaces/schema.ts";

const ALL = 1_000;

/** @see RFC 7946 */
export async function GET(request: Request) {
  return respond(request, async () => {
    const {
      open_at: openAt,
      radius_km: radiusKm,
      page: _,
      ...filter
    } = searchParams(request, spaceFilter);
    const { items } = await listSpaces(await requestContext(), {
      ...filter,
      openAt,
      radiusKm,
      size: ALL,
    });
    const features = items.map(({ lat, lon, ...properties }) => ({
      type: "Feature",
      geometry: { type: "Point", coordinates: [lon, lat] },
      properties,
    }));
    return Response.json(
      { type: "FeatureCollection", features },
      { headers: { ...FOR_EVERYBODY, "content-type": "application/geo+json" } },
    );
  });
}
