import { authorise } from "#lib/foundation/identity/permission/policy.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { respond } from "#lib/foundation/platform/http/respond.ts";
import { photoAnswer } from "#lib/places/spaces/photo-answer.ts";
import { addSpacePhoto } from "#lib/places/spaces/photos.ts";
import { findSpace } from "#lib/places/spaces/queries.ts";

/** A photo of the space as a whole. */
export async function POST(request: Request, { params }: { params: Promise<{ slug: string }> }) {
  return respond(request, () =>
    photoAnswer(request, async (ctx) => {
      const space = await findSpace(ctx, (await params).slug);
      if (!space) throw new DomainError("not_found", { code: "spaces.unknown" });
      authorise(ctx.actor, "space.manage", { spaceId: space.id });
      return (bytes, words) => addSpacePhoto(ctx, space.id, bytes, words);
    }),
  );
}
