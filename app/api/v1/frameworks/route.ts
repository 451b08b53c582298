import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { FOR_EVERYBODY, respond } from "#lib/foundation/platform/http/respond.ts";
import { publicFramework } from "#lib/learning/badges/competences/exchange.ts";
import { listFrameworks } from "#lib/learning/badges/competences/queries.ts";

export async function GET(request: Request) {
  return respond(request, async () => {
    const items = (await listFrameworks(await requestContext())).map(publicFramework);
    return Response.json({ items, next: null }, { headers: FOR_EVERYBODY });
  });
}
