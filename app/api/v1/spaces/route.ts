import { requestContext } from "#lib/identity/session.ts";
import { respond, searchParams } from "#lib/platform/respond.ts";
import { listSpaces, PAGE_SIZE } from "#lib/spaces/queries.ts";
import { spaceFilter } from "#lib/spaces/schema.ts";

export async function GET(request: Request) {
  return respond(request, async () => {
    const { open_at: openAt, radius_km: radiusKm, ...filter } = searchParams(request, spaceFilter);
    const { items, total } = await listSpaces(await requestContext(), { ...filter, openAt, radiusKm });
    return Response.json({ items, next: filter.page * PAGE_SIZE < total ? String(filter.page + 1) : null });
  });
}
