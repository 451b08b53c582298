import { deviceToken } from "#app/kiosk/device.ts";
import { deviceContext } from "#lib/identity/session.ts";
import { jsonBody, respond } from "#lib/platform/respond.ts";
import { kioskOf } from "#lib/presence/kiosks.ts";
import { countPulse } from "#lib/presence/pulse.ts";
import { pulseAnswer } from "#lib/presence/schema.ts";

export async function POST(request: Request) {
  return respond(request, async () => {
    const ctx = await deviceContext();
    const kiosk = await kioskOf(ctx, await deviceToken());
    await countPulse(ctx, kiosk, await jsonBody(request, pulseAnswer));
    return new Response(null, { status: 204 });
  });
}
