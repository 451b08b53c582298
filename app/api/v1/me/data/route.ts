import { myData } from "#lib/evidence/privacy/own-data.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { respond } from "#lib/foundation/platform/http/respond.ts";

export async function GET(request: Request) {
  return respond(request, async () => {
    const data = await myData(await requestContext());
    return new Response(JSON.stringify(data, null, 2), {
      headers: {
        "content-type": "application/json",
        "content-disposition": `attachment; filename="trivium_my_data_${data.madeAt.slice(0, 10)}.json"`,
        "cache-control": "private, no-store",
      },
    });
  });
}
