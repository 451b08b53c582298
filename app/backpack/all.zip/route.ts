import { downloadZip } from "client-zip";
import { requestContext } from "#lib/foundation/identity/session.ts";
import { respond } from "#lib/foundation/platform/respond.ts";
import { allFiles, myBackpack } from "#lib/learning/badges/backpack/queries.ts";

/** Every badge of whoever asks, as it was signed or given, in one file. */
export async function GET(request: Request) {
  return respond(request, async () => {
    const ctx = await requestContext();
    // Asked here: whoever may not is told so before the first byte leaves.
    await myBackpack(ctx);
    const archive = downloadZip(entries(ctx));
    return new Response(archive.body, {
      headers: {
        "content-type": "application/zip",
        "cache-control": "private, no-store",
        "content-disposition": `attachment; filename="badges.zip"`,
      },
    });
  });
}

async function* entries(ctx: Parameters<typeof allFiles>[0]) {
  for await (const { name, bytes } of allFiles(ctx)) yield { name, input: new Uint8Array(bytes) };
}
