import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import {
  jsonBody,
  nothingSent,
  respond,
  searchParams,
} from "#lib/foundation/platform/http/respond.ts";
import { changeSession } from "#lib/learning/sessions/change.ts";
import { cancelSession } from "#lib/learning/sessions/commands.ts";
import { sessionFor } from "#lib/learning/sessions/public.ts";
import { knownSession } from "#lib/learning/sessions/queries.ts";
import { cancellation, sessionChange, sessionId } from "#lib/learning/sessions/schema.ts";

type Route = { params: Promise<{ id: string }> };

export async function GET(request: Request, { params }: Route) {
  return respond(request, async () => {
    const { actor, db } = await requestContext();
    return Response.json(sessionFor(actor, await knownSession(db, sessionId((await params).id))));
  });
}

export async function PATCH(request: Request, { params }: Route) {
  return respond(request, async () => {
    const ctx = await requestContext();
    const id = sessionId((await params).id);
    return Response.json(await changeSession(ctx, id, await jsonBody(request, sessionChange)));
  });
}

/** `?scope=following` or `all` for the dates of a course. */
export async function DELETE(request: Request, { params }: Route) {
  return respond(request, async () => {
    const { scope } = searchParams(request, cancellation);
    const ctx = await requestContext();
    await nothingSent(request);
    await cancelSession(ctx, sessionId((await params).id), scope);
    return new Response(null, { status: 204 });
  });
}
