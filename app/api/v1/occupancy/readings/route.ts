import { bearerToken, visitorContext } from "#lib/foundation/identity/sign-in/session.ts";
import { jsonBody, respond } from "#lib/foundation/platform/http/respond.ts";
import { deviceByToken } from "#lib/places/occupancy/devices.ts";
import { recordReadings } from "#lib/places/occupancy/ingest.ts";
import { receiptResponse } from "#lib/places/occupancy/receipt.ts";
import { READINGS_MEGABYTES, readingsBody } from "#lib/places/occupancy/schema.ts";

export async function POST(request: Request) {
  return respond(request, async () => {
    const ctx = await visitorContext();
    const device = await deviceByToken(ctx, await bearerToken());
    const delivery = await jsonBody(request, readingsBody, { megabytes: READINGS_MEGABYTES });
    return receiptResponse(request, await recordReadings(ctx, device, delivery));
  });
}
