import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { respond, searchParams } from "#lib/foundation/platform/http/respond.ts";
import { idFrom } from "#lib/places/spaces/schema.ts";
import { fileBytes } from "#lib/practice/journal/files.ts";
import { fileSize } from "#lib/practice/journal/schema.ts";

const UNKNOWN = "journal.unknown_file";

/**
 * A photo of a journal as WebP, or a document to keep: no browser opens it here, and nothing in it
 * runs.
 */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  return respond(request, async () => {
    const id = idFrom((await params).id, UNKNOWN);
    const { size } = searchParams(request, fileSize);
    const file = await fileBytes(await requestContext(), id, size);
    if (!file) throw new DomainError("not_found", { code: UNKNOWN });
    const name = `journal-${id.slice(0, 8)}`;
    return new Response(new Uint8Array(file.bytes), {
      headers: {
        "content-type": file.kind === "photo" ? "image/webp" : "application/pdf",
        "content-length": String(file.bytes.byteLength),
        "content-disposition":
          file.kind === "photo"
            ? `inline; filename="${name}.webp"`
            : `attachment; filename="${name}.pdf"`,
        "content-security-policy": "default-src 'none'; sandbox",
        "x-content-type-options": "nosniff",
        "cache-control": file.isPublic ? "public, max-age=300" : "private, no-store",
      },
    });
  });
}
