import { visitorContext } from "#lib/foundation/identity/sign-in/session.ts";
import { respond } from "#lib/foundation/platform/http/respond.ts";
import { PUBLISHED } from "#lib/learning/badges/credentials/answer.ts";
import { ownJwks } from "#lib/learning/badges/credentials/did-document.ts";

/** The same keys for whoever checks a JWT. */
export async function GET(request: Request) {
  return respond(request, async () => {
    const { db } = await visitorContext();
    return Response.json(await ownJwks(db), { headers: PUBLISHED });
  });
}
