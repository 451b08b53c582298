import { type Locale, preferredLocale } from "#lib/foundation/i18n/locales.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { respond, searchParams } from "#lib/foundation/platform/http/respond.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { readableBadge } from "#lib/learning/badges/awards/queries.ts";
import { sharedAddress } from "#lib/learning/badges/credentials/addresses.ts";
import { badgeAs, FORMS, formOf, wantedForm } from "#lib/learning/badges/credentials/answer.ts";
import { achievementAddress } from "#lib/learning/badges/credentials/credential.ts";
import type { StoredCredential } from "#lib/learning/badges/credentials/queries.ts";
import { scopeWords } from "#lib/learning/badges/endorsements/document.ts";
import { recognitionOfBadge } from "#lib/learning/badges/endorsements/queries.ts";
import { badgeSheet } from "#lib/learning/badges/verification/sheet.ts";
import { idFrom } from "#lib/places/spaces/schema.ts";

/**
 * A badge for its holder, for the staff of the space that may withdraw it or print it, and for
 * whoever has a link that its holder shared. A browser is sent to the page, which says in words
 * what is not there; a program has what was signed, in the form that it accepts.
 */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  return respond(request, async () => {
    const id = idFrom((await params).id, "credentials.unknown");
    const { as, key, language } = searchParams(request, wantedForm);
    const form = as ?? formOf(request.headers.get("accept"));
    const own = {
      "x-robots-tag": "noindex, nofollow",
      "cache-control": "private, no-store",
      vary: "Accept",
    };
    const locale = language ?? preferredLocale(request.headers.get("accept-language"));
    if (form === "page") {
      const query = key ? `?${new URLSearchParams({ key })}` : "";
      const location = `/${locale}/badges/awarded/${id}${query}`;
      return new Response(null, { status: 303, headers: { ...own, location } });
    }
    const ctx = await requestContext();
    const badge = await readableBadge(ctx, id, key ?? null);
    const bytes =
      form === "pdf" ? await sheetOf(ctx, badge, { locale, key }) : await badgeAs(form, badge);
    return new Response(new Uint8Array(bytes), {
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

/** The sheet to print, with what its page shows: the code, where a link was shared. */
async function sheetOf(
  ctx: Context,
  badge: StoredCredential,
  { locale, key }: { locale: Locale; key?: string },
): Promise<Uint8Array> {
  const { publicUrl } = settings();
  const achievement = achievementAddress(JSON.parse(badge.signed));
  const recognitions = await recognitionOfBadge(ctx, badge.id, achievement);
  return badgeSheet(badge, {
    locale,
    now: ctx.now,
    address: key ? sharedAddress(publicUrl, badge.id, key) : null,
    verifyAddress: `${publicUrl}/${locale}/verify`,
    recognisedBy: recognitions.map((one) => ({ ...one, scope: scopeWords(locale, one) })),
  });
}
