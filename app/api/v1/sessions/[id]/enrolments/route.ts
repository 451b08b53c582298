import { requestContext } from "#lib/identity/session.ts";
import { respond } from "#lib/platform/respond.ts";
import { enrol, withdraw } from "#lib/sessions/commands.ts";
import { sessionId } from "#lib/sessions/schema.ts";

type Route = { params: Promise<{ id: string }> };

/** The actor's own place. Asking twice takes one: no key is needed. */
export async function POST(request: Request, { params }: Route) {
  return respond(request, async () =>
    Response.json(await enrol(await requestContext(), sessionId((await params).id)), { status: 201 }),
  );
}

export async function DELETE(request: Request, { params }: Route) {
  return respond(request, async () => {
    await withdraw(await requestContext(), sessionId((await params).id));
    return new Response(null, { status: 204 });
  });
}
