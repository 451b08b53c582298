import { requestContext } from "#lib/identity/session.ts";
import { jsonBody, respond } from "#lib/platform/respond.ts";
import { bookSeries } from "#lib/series/commands.ts";
import { seriesRequest } from "#lib/series/schema.ts";

export async function POST(request: Request) {
  return respond(request, async () => {
    const ctx = await requestContext();
    const { on_conflict: onConflict, decisions, ...wish } = await jsonBody(request, seriesRequest);
    const key = request.headers.get("idempotency-key") ?? undefined;
    return Response.json(await bookSeries(ctx, wish, { decisions, onConflict }, key), { status: 201 });
  });
}
