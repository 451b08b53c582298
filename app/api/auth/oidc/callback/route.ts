import type { Locale } from "#lib/foundation/i18n/locales.ts";
import {
  afterRefusal,
  afterSignIn,
  localeOfVisit,
} from "#lib/foundation/identity/sign-in/after-sign-in.ts";
import { cookieName } from "#lib/foundation/identity/sign-in/cookies.ts";
import {
  type OidcVisit,
  VISIT_COOKIE,
  visitFrom,
} from "#lib/foundation/identity/sign-in/openid.ts";
import { completeVisit } from "#lib/foundation/identity/sign-in/openid-visit.ts";
import {
  cookieOf,
  endEarlierSession,
  keepCookie,
  requestContext,
} from "#lib/foundation/identity/sign-in/session.ts";
import { localPath } from "#lib/foundation/identity/sign-in/sign-in.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { respond, seeOther } from "#lib/foundation/platform/http/respond.ts";
import { log } from "#lib/foundation/platform/logs/log.ts";

/**
 * Back from the organisation: signed in or linked, or at the page where it began, which says why
 * not.
 */
export async function GET(request: Request) {
  return respond(request, async () => {
    const name = cookieName(VISIT_COOKIE);
    const visit = visitFrom(await cookieOf(name));
    await keepCookie(name, "", { maxAge: 0 });
    const locale = localeOfVisit(visit, request.headers.get("accept-language"));
    try {
      if (!visit)
        throw new DomainError("unauthenticated", { code: "identity.organisation_failed" });
      return await admitted(new URL(request.url), visit, locale);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      log.warn(
        { code: error.reason.code, err: error.cause },
        "an organisation's sign-in was refused",
      );
      return seeOther(afterRefusal(visit, locale, error.reason.code));
    }
  });
}

/** @throws DomainError as `completeVisit` */
async function admitted({ search }: URL, { links, next }: OidcVisit, locale: Locale) {
  const ctx = await requestContext();
  const { cookies, token } = await completeVisit(ctx, { search, cookieOf, links, locale });
  if (!links) await endEarlierSession();
  const page = token
    ? await afterSignIn(ctx, token, { next, locale })
    : localPath(next, `/${locale}`);
  return seeOther(page, cookies);
}
