import { bearerToken, visitorContext } from "#lib/foundation/identity/sign-in/session.ts";
import { jsonBody, respond } from "#lib/foundation/platform/http/respond.ts";
import { deviceByToken } from "#lib/places/occupancy/devices.ts";
import { recordUplink } from "#lib/places/occupancy/ingest.ts";
import { receiptResponse } from "#lib/places/occupancy/receipt.ts";
import { ttsUplink } from "#lib/places/occupancy/schema.ts";

/** @see https://www.thethingsindustries.com/docs/integrations/webhooks/ */
export async function POST(request: Request) {
  return respond(request, async () => {
    const ctx = await visitorContext();
    const device = await deviceByToken(ctx, await bearerToken());
    return receiptResponse(
      request,
      await recordUplink(ctx, device, await jsonBody(request, ttsUplink)),
    );
  });
}
