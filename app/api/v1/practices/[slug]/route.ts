import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { FOR_EVERYBODY, respond } from "#lib/foundation/platform/http/respond.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { publicPractice } from "#lib/practice/practices/linked-data.ts";
import { findPractice } from "#lib/practice/practices/queries.ts";

type Route = { params: Promise<{ slug: string }> };

export async function GET(request: Request, { params }: Route) {
  return respond(request, async () => {
    const practice = await findPractice(await requestContext(), (await params).slug);
    if (!practice) throw new DomainError("not_found", { code: "practices.unknown" });
    return Response.json(publicPractice(practice, settings().publicUrl), {
      headers: FOR_EVERYBODY,
    });
  });
}
