import { beginOidc, VISIT_COOKIE } from "#lib/foundation/identity/organisation.ts";
import { cookieName, keepCookie } from "#lib/foundation/identity/session.ts";
import { localPath } from "#lib/foundation/identity/sign-in.ts";
import { respond } from "#lib/foundation/platform/respond.ts";

const MINUTES = 10;

/** Leaves for the organisation's own sign-in. What must fit on return waits in the browser, out of reach of scripts. */
export async function GET(request: Request) {
  return respond(request, async () => {
    const asked = new URL(request.url).searchParams;
    const next = localPath(asked.get("next"), "/en");
    const { url, visit } = await beginOidc(next, { links: asked.has("link") });
    await keepCookie(cookieName(VISIT_COOKIE), JSON.stringify(visit), { maxAge: MINUTES * 60 });
    return new Response(null, { status: 303, headers: { location: url.href } });
  });
}
