import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { respond, searchParams } from "#lib/foundation/platform/http/respond.ts";
import { placeFile } from "#lib/places/exchange/place-file.ts";
import { placeExport } from "#lib/places/exchange/schema.ts";

/**
 * Places as a file that another network reads: `?form=csv`, `json`, `geojson` or `data-inclusion`.
 */
export async function GET(request: Request) {
  return respond(request, async () =>
    placeFile(await requestContext(), searchParams(request, placeExport), "places"),
  );
}
