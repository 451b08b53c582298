import { deviceToken } from "#app/kiosk/device.ts";
import { deviceContext } from "#lib/foundation/identity/sign-in/session.ts";
import { jsonBody, respond } from "#lib/foundation/platform/http/respond.ts";
import { kioskOf } from "#lib/learning/visits/kiosks.ts";
import { countPulse } from "#lib/learning/visits/pulse.ts";
import { pulseAnswer } from "#lib/learning/visits/schema.ts";

export async function POST(request: Request) {
  return respond(request, async () => {
    const ctx = await deviceContext();
    const kiosk = await kioskOf(ctx, await deviceToken());
    await countPulse(ctx, kiosk, await jsonBody(request, pulseAnswer));
    return new Response(null, { status: 204 });
  });
}
