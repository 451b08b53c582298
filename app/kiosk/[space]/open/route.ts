import { keepDeviceToken } from "#app/kiosk/device.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { formBody, respond } from "#lib/foundation/platform/http/respond.ts";
import { openKiosk } from "#lib/learning/visits/kiosks.ts";

type Route = { params: Promise<{ space: string }> };

/**
 * The button behind a tablet's link: opening an address alone, as previews of links do, uses
 * nothing up.
 */
export async function POST(request: Request, { params }: Route) {
  return respond(request, async () => {
    const { space } = await params;
    const form = await formBody(request);
    const page = `/kiosk/${encodeURIComponent(space)}`;
    const to = (location: string) => new Response(null, { status: 303, headers: { location } });
    try {
      await keepDeviceToken(await openKiosk(await requestContext(), space, form.get("link") ?? ""));
    } catch (error) {
      if (error instanceof DomainError && error.kind === "gone") return to(`${page}?used`);
      throw error;
    }
    return to(page);
  });
}
