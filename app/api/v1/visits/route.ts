import { deviceToken } from "#app/kiosk/device.ts";
import { deviceContext, isDeviceBearer } from "#lib/foundation/identity/sign-in/session.ts";
import { jsonBody, respond } from "#lib/foundation/platform/http/respond.ts";
import { placeOfStaff, recordVisits } from "#lib/learning/visits/commands.ts";
import { kioskOf } from "#lib/learning/visits/kiosks.ts";
import { visitBatch } from "#lib/learning/visits/schema.ts";

export async function POST(request: Request) {
  return respond(request, async () => {
    const ctx = await deviceContext();
    // A token of a device is looked at before anything is read.
    const kiosk = (await isDeviceBearer()) ? await kioskOf(ctx, await deviceToken()) : null;
    const batch = await jsonBody(request, visitBatch);
    const place = batch.spaceSlug
      ? await placeOfStaff(ctx, batch.spaceSlug)
      : (kiosk ?? (await kioskOf(ctx, await deviceToken())));
    return Response.json({ items: await recordVisits(ctx, place, batch) });
  });
}
