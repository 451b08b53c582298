import { cookieName } from "#lib/foundation/identity/sign-in/cookies.ts";
import { VISIT_COOKIE, VISIT_MINUTES } from "#lib/foundation/identity/sign-in/openid.ts";
import { beginVisit } from "#lib/foundation/identity/sign-in/openid-visit.ts";
import { keepCookie, visitorContext } from "#lib/foundation/identity/sign-in/session.ts";
import { localPath } from "#lib/foundation/identity/sign-in/sign-in.ts";
import { respond, seeOther } from "#lib/foundation/platform/http/respond.ts";

/**
 * Leaves for the organisation's own sign-in. What must fit on return waits in the browser, out of
 * reach of scripts.
 */
export async function GET(request: Request) {
  return respond(request, async () => {
    const asked = new URL(request.url).searchParams;
    const visit = { next: localPath(asked.get("next"), "/en"), links: asked.has("link") };
    const { location, cookies } = await beginVisit(await visitorContext());
    await keepCookie(cookieName(VISIT_COOKIE), JSON.stringify(visit), {
      maxAge: VISIT_MINUTES * 60,
    });
    return seeOther(location, cookies);
  });
}
