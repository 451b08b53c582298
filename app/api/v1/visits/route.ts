import { deviceToken } from "#app/kiosk/device.ts";
import { deviceContext, isDeviceBearer } from "#lib/identity/session.ts";
import { jsonBody, respond } from "#lib/platform/respond.ts";
import { placeOfStaff, recordPresence } from "#lib/presence/commands.ts";
import { kioskOf } from "#lib/presence/kiosks.ts";
import { presenceBatch } from "#lib/presence/schema.ts";

export async function POST(request: Request) {
  return respond(request, async () => {
    const ctx = await deviceContext();
    // A token of a device is looked at before anything is read.
    const kiosk = (await isDeviceBearer()) ? await kioskOf(ctx, await deviceToken()) : null;
    const batch = await jsonBody(request, presenceBatch);
    const place = batch.spaceSlug
      ? await placeOfStaff(ctx, batch.spaceSlug)
      : (kiosk ?? (await kioskOf(ctx, await deviceToken())));
    return Response.json({ items: await recordPresence(ctx, place, batch) });
  });
}
