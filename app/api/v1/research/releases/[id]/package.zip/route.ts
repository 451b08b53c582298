import { downloadZip } from "client-zip";
import { registerDownload } from "#lib/evidence/research/commands.ts";
import { releaseBytes } from "#lib/evidence/research/queries.ts";
import { releaseId } from "#lib/evidence/research/schema.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { respond } from "#lib/foundation/platform/http/respond.ts";

/** The data with its codebook; streamed, and in the register before the first byte leaves. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  return respond(request, async () => {
    const ctx = await requestContext();
    const id = releaseId((await params).id);
    const codebook = await registerDownload(ctx, id);
    const lastModified = codebook.created;
    const archive = downloadZip([
      { name: "data.csv", lastModified, input: releaseBytes(ctx, id) },
      { name: "datapackage.json", lastModified, input: JSON.stringify(codebook, null, 2) },
    ]);
    return new Response(archive.body, {
      headers: {
        "content-type": "application/zip",
        "content-disposition": `attachment; filename="${codebook.name}-${id.slice(0, 8)}.zip"`,
      },
    });
  });
}
