import { preferredLocale } from "#lib/foundation/i18n/locales.ts";
import { requestContext } from "#lib/foundation/identity/session.ts";
import { respond, searchParams } from "#lib/foundation/platform/respond.ts";
import { badgeAs, FORMS, formOf, wantedForm } from "#lib/learning/badges/credentials/answer.ts";
import { readableCredential } from "#lib/learning/badges/credentials/queries.ts";
import { idFrom } from "#lib/places/spaces/schema.ts";

/**
 * A badge for its holder, for the space that gave it, and for whoever has a link that its holder
 * shared. A browser is sent to the page; a program has what was signed, in the form that it
 * accepts.
 */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  return respond(request, async () => {
    const id = idFrom((await params).id, "credentials.unknown");
    const { as, key } = searchParams(request, wantedForm);
    const badge = await readableCredential(await requestContext(), id, key ?? null);
    const form = as ?? formOf(request.headers.get("accept"));
    const own = {
      "x-robots-tag": "noindex, nofollow",
      "cache-control": "private, no-store",
      vary: "Accept",
    };
    if (form === "page") {
      const locale = preferredLocale(request.headers.get("accept-language"));
      const query = key ? `?${new URLSearchParams({ key })}` : "";
      const location = `/${locale}/badges/awarded/${id}${query}`;
      return new Response(null, { status: 303, headers: { ...own, location } });
    }
    return new Response(new Uint8Array(await badgeAs(form, badge)), {
      headers: {
        ...own,
        "content-type": FORMS[form],
        "access-control-allow-origin": "*",
        ...(as && {
          "content-disposition": `attachment; filename="badge-${id.slice(0, 8)}.${form}"`,
        }),
      },
    });
  });
}
