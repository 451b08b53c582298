import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { jsonBody, nothingSent, respond } from "#lib/foundation/platform/http/respond.ts";
import { changeNeeds, enrol, withdraw } from "#lib/learning/sessions/enrolment.ts";
import { placesOf } from "#lib/learning/sessions/queries.ts";
import { needs, sessionId } from "#lib/learning/sessions/schema.ts";

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
 * needs nothing else.
 */
export async function POST(request: Request, { params }: Route) {
  return respond(request, async () => {
    const ctx = await requestContext();
    const id = sessionId((await params).id);
    const asked = await jsonBody(request, needs, { mayBeEmpty: true });
    return Response.json(await enrol(ctx, id, asked), { status: 201 });
  });
}

export async function PATCH(request: Request, { params }: Route) {
  return respond(request, async () => {
    const ctx = await requestContext();
    const id = sessionId((await params).id);
    return Response.json(await changeNeeds(ctx, id, await jsonBody(request, needs)));
  });
}

export async function DELETE(request: Request, { params }: Route) {
  return respond(request, async () => {
    const ctx = await requestContext();
    await nothingSent(request);
    await withdraw(ctx, sessionId((await params).id));
    return new Response(null, { status: 204 });
  });
}
