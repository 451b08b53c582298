import { findAvailability } from "#lib/booking/queries.ts";
import { availabilitySearch } from "#lib/booking/schema.ts";
import { requestContext } from "#lib/identity/session.ts";
import { respond, searchParams } from "#lib/platform/respond.ts";

export async function GET(request: Request) {
  return respond(request, async () => {
    const { radius_km: radiusKm, ...search } = searchParams(request, availabilitySearch);
    const { items, alternatives } = await findAvailability(await requestContext(), { ...search, radiusKm });
    return Response.json({ items, next: null, alternatives });
  });
}
