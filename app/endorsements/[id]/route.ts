import { z } from "zod";
import { preferredLocale } from "#lib/foundation/i18n/locales.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { respond, searchParams } from "#lib/foundation/platform/http/respond.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { endorsementAddress, SHARE_PARAMETER } from "#lib/learning/badges/credentials/addresses.ts";
import { FORMS, formOf } from "#lib/learning/badges/credentials/answer.ts";
import { readableEndorsement } from "#lib/learning/badges/endorsements/queries.ts";
import { idFrom } from "#lib/places/spaces/schema.ts";

const asked = z.object({ key: z.string().max(100).optional() });

/**
 * What an organisation said of a badge, as it was signed: for everybody; of somebody's own badge,
 * for whoever may see that badge. A browser is sent to the page that checks it.
 */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  return respond(request, async () => {
    const id = idFrom((await params).id, "endorsements.unknown");
    const { key } = searchParams(request, asked);
    const signed = await readableEndorsement(await requestContext(), id, key ?? null);
    const headers = {
      "x-robots-tag": "noindex, nofollow",
      "cache-control": "private, no-store",
      vary: "Accept",
    };
    if (formOf(request.headers.get("accept")) === "page") {
      const query = key ? `?${new URLSearchParams({ [SHARE_PARAMETER]: key })}` : "";
      const badge = `${endorsementAddress(settings().publicUrl, id)}${query}`;
      const locale = preferredLocale(request.headers.get("accept-language"));
      const location = `/${locale}/verify?${new URLSearchParams({ badge })}`;
      return new Response(null, { status: 303, headers: { ...headers, location } });
    }
    return new Response(signed, {
      headers: { ...headers, "content-type": FORMS.json, "access-control-allow-origin": "*" },
    });
  });
}
