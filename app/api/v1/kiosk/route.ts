import { deviceToken } from "#app/kiosk/device.ts";
import { deviceContext } from "#lib/foundation/identity/sign-in/session.ts";
import { respond } from "#lib/foundation/platform/http/respond.ts";
import { doorState } from "#lib/learning/visits/door-state.ts";
import { kioskOf } from "#lib/learning/visits/kiosks.ts";

export async function GET(request: Request) {
  return respond(request, async () => {
    const ctx = await deviceContext();
    const kiosk = await kioskOf(ctx, await deviceToken());
    return Response.json(await doorState(ctx, kiosk), { headers: { "cache-control": "no-store" } });
  });
}
