import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { authorise } from "#lib/foundation/identity/permission/policy.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { localPath } from "#lib/foundation/identity/sign-in/sign-in.ts";
import { formBody, respond, seeOther } from "#lib/foundation/platform/http/respond.ts";
import { keepChosenSpace } from "#lib/places/spaces/chosen.ts";

/**
 * The space that the pages of the desk are about from now on, in this browser; then back to the
 * page. Whoever is signed out by now signs in first: a form of a page leads to a page.
 */
export async function POST(request: Request) {
  return respond(request, async () => {
    const { actor } = await requestContext();
    const form = await formBody(request);
    const next = localPath(form.get("next"), "/");
    if (actor.kind === "visitor") {
      const locale = localeOf(next.split("/")[1] ?? "");
      return seeOther(`/${locale}/sign-in?next=${encodeURIComponent(next)}`);
    }
    authorise(actor, "booking.manage");
    await keepChosenSpace(String(form.get("space") ?? "").slice(0, 200));
    return seeOther(next);
  });
}
