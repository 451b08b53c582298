import { parse } from "hono/utils/cookie";
import { preferredLocale } from "#lib/foundation/i18n/locales.ts";
import { afterSignIn, signInFor } from "#lib/foundation/identity/after-sign-in.ts";
import { cookieName, sessionCookieName } from "#lib/foundation/identity/cookies.ts";
import { VISIT_COOKIE, visitFrom } from "#lib/foundation/identity/organisation.ts";
import { completeVisit } from "#lib/foundation/identity/organisation-visit.ts";
import {
  cookieOf,
  endEarlierSession,
  keepCookie,
  requestContext,
} from "#lib/foundation/identity/session.ts";
import { localPath } from "#lib/foundation/identity/sign-in.ts";
import { DomainError } from "#lib/foundation/platform/errors.ts";
import { log } from "#lib/foundation/platform/log.ts";
import { respond, seeOther } from "#lib/foundation/platform/respond.ts";

/**
 * Back from the organisation: signed in or linked, or at the page where it began, which says why
 * not.
 */
export async function GET(request: Request) {
  return respond(request, async () => {
    const name = cookieName(VISIT_COOKIE);
    const visit = visitFrom((await cookieOf(name)) ?? undefined);
    await keepCookie(name, "", { maxAge: 0 });
    const locale = preferredLocale(
      visit?.next.slice(1, 3) ?? request.headers.get("accept-language"),
    );
    try {
      if (!visit)
        throw new DomainError("unauthenticated", { code: "identity.organisation_failed" });
      const { links, next } = visit;
      const { search } = new URL(request.url);
      const ctx = await requestContext();
      const { cookies } = await completeVisit(ctx, {
        search,
        cookieOf,
        links,
        locale,
      });
      if (!links) await endEarlierSession();
      const token = cookies.map((cookie) => parse(cookie)[sessionCookieName()]).find(Boolean);
      const location = token
        ? await afterSignIn(ctx, token, { next, locale })
        : localPath(next, `/${locale}`);
      return seeOther(location, cookies);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      log.warn(
        { code: error.reason.code, err: error.cause },
        "an organisation's sign-in was refused",
      );
      // Whoever tries another way still comes to the page that they wanted.
      const page = visit?.links ? `/${locale}/me/account` : signInFor(visit?.next ?? "", locale);
      return seeOther(`${page}${page.includes("?") ? "&" : "?"}failed=${error.reason.code}`);
    }
  });
}
