import { authenticated } from "#lib/foundation/identity/policy.ts";
import { requestContext } from "#lib/foundation/identity/session.ts";
import { localPath } from "#lib/foundation/identity/sign-in.ts";
import { DomainError } from "#lib/foundation/platform/errors.ts";
import { multipartBody, parsed, respond } from "#lib/foundation/platform/respond.ts";
import { addPhoto } from "#lib/places/spaces/photos.ts";
import { PHOTO_MEGABYTES } from "#lib/places/spaces/picture.ts";
import { findResource } from "#lib/places/spaces/resources.ts";
import { idFrom, photoWords } from "#lib/places/spaces/schema.ts";

const LANGUAGES = ["nl", "fr", "en"] as const;

/**
 * A photo and what it shows, as a form sends them. A page names itself in the address (`back`) and is shown again, with what was
 * typed when the photo was refused; without JavaScript as well.
 */
export async function POST(request: Request, { params }: { params: Promise<{ id: string }> }) {
  return respond(request, async () => {
    const back = localPath(new URL(request.url).searchParams.get("back"), "");
    let typed: Record<string, string> = {};
    try {
      const ctx = await requestContext();
      authenticated(ctx.actor, "space.manage");
      const id = idFrom((await params).id, "spaces.unknown_resource");
      // Before anything is read: whoever may not add one need not send it.
      await findResource(ctx, id);
      const form = await multipartBody(request, PHOTO_MEGABYTES);
      typed = Object.fromEntries(LANGUAGES.map((language) => [language, String(form.get(language) ?? "")]));
      const file = form.get("photo");
      if (!(file instanceof Blob)) throw new DomainError("invalid", { code: "spaces.photo_not_a_picture" });
      const words = parsed(photoWords, typed);
      const bytes = Buffer.from(await file.arrayBuffer());
      const added = await addPhoto(ctx, id, bytes, words);
      return back ? seeOther(back, { photo: "added" }) : Response.json(added, { status: 201 });
    } catch (error) {
      if (!back || !(error instanceof DomainError)) throw error;
      return seeOther(back, { photo: error.reason.code, ...typed });
    }
  });
}

function seeOther(back: string, more: Record<string, string>): Response {
  const location = `${back}&${new URLSearchParams(more)}#photos`;
  return new Response(null, { status: 303, headers: { location } });
}
