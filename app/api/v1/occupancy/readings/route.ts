import { bearerToken, visitorContext } from "#lib/identity/session.ts";
import { deviceByToken } from "#lib/occupancy/devices.ts";
import { recordReadings } from "#lib/occupancy/ingest.ts";
import { receiptResponse } from "#lib/occupancy/receipt.ts";
import { READINGS_MEGABYTES, readingsBody } from "#lib/occupancy/schema.ts";
import { jsonBody, respond } from "#lib/platform/respond.ts";

export async function POST(request: Request) {
  return respond(request, async () => {
    const ctx = await visitorContext();
    const device = await deviceByToken(ctx, await bearerToken());
    const delivery = await jsonBody(request, readingsBody, { megabytes: READINGS_MEGABYTES });
    return receiptResponse(request, await recordReadings(ctx, device, delivery));
  });
}
