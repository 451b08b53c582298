import type { Context } from "#lib/foundation/identity/context.ts";
import { authenticated } from "#lib/foundation/identity/policy.ts";
import { requestContext } from "#lib/foundation/identity/session.ts";
import { localPath } from "#lib/foundation/identity/sign-in.ts";
import { DomainError } from "#lib/foundation/platform/errors.ts";
import { multipartBody, parsed } from "#lib/foundation/platform/respond.ts";
import { PHOTO_MEGABYTES } from "./picture.ts";
import { type PhotoWords, photoWords } from "./schema.ts";

const LANGUAGES = ["nl", "fr", "en"] as const;

type Add = (bytes: Buffer, words: PhotoWords) => Promise<{ id: string }>;

/**
 * Takes a photo and what it shows, as a form sends them. A page names itself in the address (`back`) and is shown again, with what
 * was typed when the photo was refused; without JavaScript as well.
 *
 * @param find refuses whoever may not add one, before anything is read: they need not send it
 */
export async function photoAnswer(request: Request, find: (ctx: Context) => Promise<Add>): Promise<Response> {
  const back = localPath(new URL(request.url).searchParams.get("back"), "");
  let typed: Record<string, string> = {};
  try {
    const ctx = await requestContext();
    authenticated(ctx.actor, "space.manage");
    const add = await find(ctx);
    const form = await multipartBody(request, PHOTO_MEGABYTES);
    typed = Object.fromEntries(LANGUAGES.map((language) => [language, String(form.get(language) ?? "")]));
    const file = form.get("photo");
    if (!(file instanceof Blob)) throw new DomainError("invalid", { code: "spaces.photo_not_a_picture" });
    const words = parsed(photoWords, typed);
    const added = await add(Buffer.from(await file.arrayBuffer()), words);
    return back ? seeOther(back, { photo: "added" }) : Response.json(added, { status: 201 });
  } catch (error) {
    if (!back || !(error instanceof DomainError)) throw error;
    return seeOther(back, { photo: error.reason.code, ...typed });
  }
}

function seeOther(back: string, more: Record<string, string>): Response {
  const location = `${back}${back.includes("?") ? "&" : "?"}${new URLSearchParams(more)}#photos`;
  return new Response(null, { status: 303, headers: { location } });
}
