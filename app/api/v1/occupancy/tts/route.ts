import { bearerToken, visitorContext } from "#lib/identity/session.ts";
import { deviceByToken } from "#lib/occupancy/devices.ts";
import { recordUplink } from "#lib/occupancy/ingest.ts";
import { receiptResponse } from "#lib/occupancy/receipt.ts";
import { ttsUplink } from "#lib/occupancy/schema.ts";
import { jsonBody, respond } from "#lib/platform/respond.ts";

/** @see https://www.thethingsindustries.com/docs/integrations/webhooks/ */
export async function POST(request: Request) {
  return respond(request, async () => {
    const ctx = await visitorContext();
    const device = await deviceByToken(ctx, await bearerToken());
    return receiptResponse(request, await recordUplink(ctx, device, await jsonBody(request, ttsUplink)));
  });
}
