import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { FOR_EVERYBODY, respond, searchParams } from "#lib/foundation/platform/http/respond.ts";
import { listPractices, PRACTICE_PAGE } from "#lib/practice/practices/queries.ts";
import { practiceFilter } from "#lib/practice/practices/schema.ts";

export async function GET(request: Request) {
  return respond(request, async () => {
    const filter = searchParams(request, practiceFilter);
    const { items, total } = await listPractices(await requestContext(), filter);
    const { page = 1 } = filter;
    const shown = items.map(({ space: { slug, name, city, region }, ...item }) => ({
      ...item,
      space: { slug, name, city, region },
    }));
    const next = page * PRACTICE_PAGE < total ? String(page + 1) : null;
    return Response.json({ items: shown, next }, { headers: FOR_EVERYBODY });
  });
}
