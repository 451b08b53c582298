import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { nothingSent, respond, searchParams } from "#lib/foundation/platform/http/respond.ts";
import { photoBytes, removePhoto } from "#lib/places/spaces/photos.ts";
import { idFrom, photoSize } from "#lib/places/spaces/schema.ts";

type At = { params: Promise<{ id: string }> };

const UNKNOWN = "spaces.unknown_photo";

/** A photo as WebP. It never changes, so whoever has it asks no more. */
export async function GET(request: Request, { params }: At) {
  return respond(request, async () => {
    const id = idFrom((await params).id, UNKNOWN);
    const { size } = searchParams(request, photoSize);
    const bytes = await photoBytes(await requestContext(), id, size);
    if (!bytes) throw new DomainError("not_found", { code: UNKNOWN });
    return new Response(new Uint8Array(bytes), {
      headers: {
        "content-type": "image/webp",
        "content-length": String(bytes.byteLength),
        "content-disposition": `inline; filename="photo-${id.slice(0, 8)}-${size}.webp"`,
        "cache-control": "public, max-age=31536000, immutable",
      },
    });
  });
}

export async function DELETE(request: Request, { params }: At) {
  return respond(request, async () => {
    const ctx = await requestContext();
    await nothingSent(request);
    await removePhoto(ctx, idFrom((await params).id, UNKNOWN));
    return new Response(null, { status: 204 });
  });
}
