import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { jsonBody, respond, searchParams } from "#lib/foundation/platform/http/respond.ts";
import { planSession } from "#lib/learning/sessions/commands.ts";
import { sessionFor } from "#lib/learning/sessions/public.ts";
import { listSessions, PROGRAMME_PAGE } from "#lib/learning/sessions/queries.ts";
import { sessionPlan, sessionQuery } from "#lib/learning/sessions/schema.ts";

export async function GET(request: Request) {
  return respond(request, async () => {
    const filter = searchParams(request, sessionQuery);
    const ctx = await requestContext();
    const { items, total } = await listSessions(ctx, filter);
    const next = filter.page * PROGRAMME_PAGE < total ? String(filter.page + 1) : null;
    return Response.json({ items: items.map((item) => sessionFor(ctx.actor, item)), next });
  });
}

export async function POST(request: Request) {
  return respond(request, async () => {
    const ctx = await requestContext();
    const plan = await jsonBody(request, sessionPlan);
    const key = request.headers.get("idempotency-key") ?? undefined;
    return Response.json(await planSession(ctx, plan, key), { status: 201 });
  });
}
