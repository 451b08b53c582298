import { visitorContext } from "#lib/foundation/identity/sign-in/session.ts";
import { respond } from "#lib/foundation/platform/http/respond.ts";
import { PUBLISHED } from "#lib/learning/badges/credentials/answer.ts";
import { endorserDocument } from "#lib/learning/badges/credentials/did-document.ts";
import { knownEndorser } from "#lib/learning/badges/endorsements/queries.ts";
import { idFrom } from "#lib/places/spaces/schema.ts";

/** With which keys the network signs what an organisation said. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  return respond(request, async () => {
    const id = idFrom((await params).id, "endorsements.unknown");
    const ctx = await visitorContext();
    await knownEndorser(ctx, id);
    const headers = { ...PUBLISHED, "content-type": "application/did+ld+json" };
    return new Response(JSON.stringify(await endorserDocument(ctx.db, id)), { headers });
  });
}
