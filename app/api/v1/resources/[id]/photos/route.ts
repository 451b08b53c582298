import type { Context } from "#lib/foundation/identity/context.ts";
import { respond } from "#lib/foundation/platform/http/respond.ts";
import { photoAnswer } from "#lib/places/spaces/photo-answer.ts";
import { addPhoto } from "#lib/places/spaces/photos.ts";
import { findResource } from "#lib/places/spaces/resources.ts";
import { idFrom } from "#lib/places/spaces/schema.ts";

/** A photo of something that can be booked. */
export async function POST(request: Request, { params }: { params: Promise<{ id: string }> }) {
  return respond(request, () =>
    photoAnswer(request, async (ctx: Context) => {
      const id = idFrom((await params).id, "spaces.unknown_resource");
      await findResource(ctx, id);
      return (bytes, words) => addPhoto(ctx, id, bytes, words);
    }),
  );
}
