import { requestContext } from "#lib/foundation/identity/session.ts";
import { jsonBody, respond } from "#lib/foundation/platform/respond.ts";
import { changeWishes, enrol, withdraw } from "#lib/learning/sessions/enrolment.ts";
import { placesOf } from "#lib/learning/sessions/queries.ts";
import { NO_WISHES, sessionId, wishes } from "#lib/learning/sessions/schema.ts";

type Route = { params: Promise<{ id: string }> };

/** Who has a place or waits, with what they asked for: for the team of the space. */
export async function GET(request: Request, { params }: Route) {
  return respond(request, async () =>
    Response.json({
      items: await placesOf(await requestContext(), sessionId((await params).id)),
      next: null,
    }),
  );
}

/**
 * The actor's own place. Asking twice takes one: no key is needed, nor a body for somebody who
 * wishes nothing else.
 */
export async function POST(request: Request, { params }: Route) {
  return respond(request, async () => {
    const ctx = await requestContext();
    const id = sessionId((await params).id);
    const hasBody =
      Number(request.headers.get("content-length") ?? 0) > 0 ||
      request.headers.has("transfer-encoding");
    const asked = hasBody ? await jsonBody(request, wishes) : NO_WISHES;
    return Response.json(await enrol(ctx, id, asked), { status: 201 });
  });
}

export async function PATCH(request: Request, { params }: Route) {
  return respond(request, async () => {
    const ctx = await requestContext();
    const id = sessionId((await params).id);
    return Response.json(await changeWishes(ctx, id, await jsonBody(request, wishes)));
  });
}

export async function DELETE(request: Request, { params }: Route) {
  return respond(request, async () => {
    await withdraw(await requestContext(), sessionId((await params).id));
    return new Response(null, { status: 204 });
  });
}
