import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { jsonBody, respond } from "#lib/foundation/platform/http/respond.ts";
import { awardAfterSession } from "#lib/learning/badges/awards/commands.ts";
import { publicCandidates } from "#lib/learning/badges/awards/public.ts";
import { badgesAfterSession } from "#lib/learning/badges/awards/queries.ts";
import { proposal } from "#lib/learning/badges/awards/schema.ts";
import { sessionId } from "#lib/learning/sessions/schema.ts";

type Route = { params: Promise<{ id: string }> };

/** Badges that hours are enough for, and who of the session has them: for the team of the space. */
export async function GET(request: Request, { params }: Route) {
  return respond(request, async () => {
    const found = await badgesAfterSession(await requestContext(), sessionId((await params).id));
    return Response.json({ items: found.map(publicCandidates), next: null });
  });
}

/** Proposes a badge to people who were there: each says yes before anything is signed. */
export async function POST(request: Request, { params }: Route) {
  return respond(request, async () => {
    const ctx = await requestContext();
    const session = sessionId((await params).id);
    const { badge, people } = await jsonBody(request, proposal);
    return Response.json(await awardAfterSession(ctx, { session, badge, people }));
  });
}
