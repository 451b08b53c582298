import { visitorContext } from "#lib/foundation/identity/sign-in/session.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { respond } from "#lib/foundation/platform/http/respond.ts";
import { FORMS, PUBLISHED } from "#lib/learning/badges/credentials/answer.ts";
import { statusListOf } from "#lib/learning/badges/credentials/status-lists.ts";
import { idFrom } from "#lib/places/spaces/schema.ts";

/**
 * Which badges were withdrawn: as it was signed last, byte for byte. It names no badge and no
 * person.
 */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  return respond(request, async () => {
    const id = idFrom((await params).id, "credentials.unknown_list");
    const { db } = await visitorContext();
    const list = await statusListOf(db, id);
    if (!list) throw new DomainError("not_found", { code: "credentials.unknown_list" });
    return new Response(list.signed, { headers: { ...PUBLISHED, "content-type": FORMS.json } });
  });
}
