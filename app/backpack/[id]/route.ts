import { z } from "zod";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { respond, searchParams } from "#lib/foundation/platform/http/respond.ts";
import { packedFile } from "#lib/learning/badges/backpack/queries.ts";
import { idFrom } from "#lib/places/spaces/schema.ts";

const asked = z.object({ key: z.string().max(100).optional() });

/**
 * A badge of a backpack, for its owner and for whoever has a link to a collection that it is in.
 * Always a download: it is of others.
 */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  return respond(request, async () => {
    const id = idFrom((await params).id, "backpack.unknown");
    const { key } = searchParams(request, asked);
    const { name, type, bytes } = await packedFile(await requestContext(), id, key ?? null);
    return new Response(new Uint8Array(bytes), {
      headers: {
        "content-type": type,
        "content-disposition": `attachment; filename="${name}"`,
        "cache-control": "private, no-store",
        "x-robots-tag": "noindex, nofollow",
      },
    });
  });
}
