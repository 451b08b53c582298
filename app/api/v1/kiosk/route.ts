import { deviceToken } from "#app/kiosk/device.ts";
import { deviceContext } from "#lib/identity/session.ts";
import { respond } from "#lib/platform/respond.ts";
import { doorState } from "#lib/presence/door-state.ts";
import { kioskOf } from "#lib/presence/kiosks.ts";

export async function GET(request: Request) {
  return respond(request, async () => {
    const ctx = await deviceContext();
    const kiosk = await kioskOf(ctx, await deviceToken());
    return Response.json(await doorState(ctx, kiosk), { headers: { "cache-control": "no-store" } });
  });
}
