import { requestContext } from "#lib/identity/session.ts";
import { DomainError } from "#lib/platform/errors.ts";
import { respond } from "#lib/platform/respond.ts";
import { cancelSession } from "#lib/sessions/commands.ts";
import { publicSession } from "#lib/sessions/public.ts";
import { readSession } from "#lib/sessions/queries.ts";
import { sessionId } from "#lib/sessions/schema.ts";

type Route = { params: Promise<{ id: string }> };

export async function GET(request: Request, { params }: Route) {
  return respond(request, async () => {
    const { db } = await requestContext();
    const session = await readSession(db, sessionId((await params).id));
    if (!session) throw new DomainError("not_found", { code: "sessions.unknown" });
    return Response.json(publicSession(session));
  });
}

export async function DELETE(request: Request, { params }: Route) {
  return respond(request, async () => {
    await cancelSession(await requestContext(), sessionId((await params).id));
    return new Response(null, { status: 204 });
  });
}
