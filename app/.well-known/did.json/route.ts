import { visitorContext } from "#lib/foundation/identity/sign-in/session.ts";
import { respond } from "#lib/foundation/platform/http/respond.ts";
import { PUBLISHED } from "#lib/learning/badges/credentials/answer.ts";
import { ownDidDocument } from "#lib/learning/badges/credentials/did-document.ts";

/** Who the network is to whoever checks a badge, with all its public keys. */
export async function GET(request: Request) {
  return respond(request, async () => {
    const { db } = await visitorContext();
    const headers = { ...PUBLISHED, "content-type": "application/did+ld+json" };
    return new Response(JSON.stringify(await ownDidDocument(db)), { headers });
  });
}
