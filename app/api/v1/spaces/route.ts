import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { respond, searchParams } from "#lib/foundation/platform/http/respond.ts";
import { listSpaces, PAGE_SIZE } from "#lib/places/spaces/queries.ts";
import { spaceFilter } from "#lib/places/spaces/schema.ts";

export async function GET(request: Request) {
  return respond(request, async () => {
    const { open_at: openAt, radius_km: radiusKm, ...filter } = searchParams(request, spaceFilter);
    const { items, total } = await listSpaces(await requestContext(), {
      ...filter,
      openAt,
      radiusKm,
    });
    return Response.json({
      items,
      next: filter.page * PAGE_SIZE < total ? String(filter.page + 1) : null,
    });
  });
}
