import { downloadZip } from "client-zip";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { respond } from "#lib/foundation/platform/http/respond.ts";
import { allFiles } from "#lib/learning/badges/backpack/queries.ts";

/** Every badge of whoever asks, as it was signed or given, in one file. */
export async function GET(request: Request) {
  return respond(request, async () => {
    const archive = downloadZip(await allFiles(await requestContext()));
    return new Response(archive.body, {
      headers: {
        "content-type": "application/zip",
        "cache-control": "private, no-store",
        "content-disposition": `attachment; filename="badges.zip"`,
      },
    });
  });
}
