import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { respond } from "#lib/foundation/platform/http/respond.ts";
import { ISSUER } from "#lib/learning/badges/credentials/addresses.ts";
import { FORMS, PUBLISHED } from "#lib/learning/badges/credentials/answer.ts";
import { ownProfile } from "#lib/learning/badges/credentials/did-document.ts";

/** The network as an issuer of Open Badges. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  return respond(request, async () => {
    if ((await params).id !== ISSUER)
      throw new DomainError("not_found", { code: "credentials.unknown_issuer" });
    const headers = { ...PUBLISHED, "content-type": FORMS.json };
    return new Response(JSON.stringify(ownProfile()), { headers });
  });
}
