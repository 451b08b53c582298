import type { Locale } from "#lib/foundation/i18n/locales.ts";
import {
  afterRefusal,
  afterSignIn,
  localeOfVisit,
} from "#lib/foundation/identity/after-sign-in.ts";
import { cookieName } from "#lib/foundation/identity/cookies.ts";
import { type OidcVisit, VISIT_COOKIE, visitFrom } from "#lib/foundation/identity/organisation.ts";
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
