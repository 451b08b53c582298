import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { FOR_EVERYBODY, respond, searchParams } from "#lib/foundation/platform/http/respond.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { caseDocument, frameworkCsv } from "#lib/learning/badges/competences/exchange.ts";
import { findFramework } from "#lib/learning/badges/competences/queries.ts";
import { frameworkForm } from "#lib/learning/badges/competences/schema.ts";

type Route = { params: Promise<{ slug: string }> };

/** `?form=csv` for a table. */
export async function GET(request: Request, { params }: Route) {
  return respond(request, async () => {
    const { form } = searchParams(request, frameworkForm);
    const framework = await findFramework(await requestContext(), (await params).slug);
    if (!framework) throw new DomainError("not_found", { code: "badges.unknown_framework" });
    if (form === "json")
      return Response.json(caseDocument(framework, settings().publicUrl), {
        headers: FOR_EVERYBODY,
      });
    return new Response(frameworkCsv(framework), {
      headers: {
        ...FOR_EVERYBODY,
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="${framework.slug}.csv"`,
      },
    });
  });
}
