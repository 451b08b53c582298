import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { respond } from "#lib/foundation/platform/http/respond.ts";
import { placeFile } from "#lib/places/exchange/place-file.ts";

/** The spaces of the network, at the address that this file always had. */
export async function GET(request: Request) {
  return respond(request, async () =>
    placeFile(await requestContext(), { form: "csv", of: "network", unpublished: false }, "spaces"),
  );
}
