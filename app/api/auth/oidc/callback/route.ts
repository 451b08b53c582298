import { preferredLocale } from "#lib/foundation/i18n/locales.ts";
import { cookieName } from "#lib/foundation/identity/cookies.ts";
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
      const { cookies } = await completeVisit(await requestContext(), {
        search,
        cookieOf,
        links,
        locale,
      });
      if (!links) await endEarlierSession();
      return seeOther(localPath(next, `/${locale}`), cookies);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      log.warn(
        { code: error.reason.code, err: error.cause },
        "an organisation's sign-in was refused",
      );
      const page = visit?.links ? "me/account" : "sign-in";
      return seeOther(`/${locale}/${page}?failed=${error.reason.code}`);
    }
  });
}
