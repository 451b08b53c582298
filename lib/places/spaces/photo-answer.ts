import type { Context } from "#lib/foundation/identity/context.ts";
import { uploadAnswer } from "#lib/foundation/identity/programs/upload-answer.ts";
import { PHOTO_MEGABYTES } from "./picture.ts";
import { type PhotoWords, photoWords } from "./schema.ts";

type Add = (bytes: Buffer, words: PhotoWords) => Promise<{ id: string }>;

/**
 * Takes a photo and what it shows in three languages, as a form sends them.
 *
 * @param find refuses whoever may not add one
 */
export async function photoAnswer(
  request: Request,
  find: (ctx: Context) => Promise<Add>,
): Promise<Response> {
  return uploadAnswer(
    request,
    {
      action: "space.manage",
      file: "photo",
      megabytes: PHOTO_MEGABYTES,
      missing: "spaces.photo_not_a_picture",
      fields: Object.keys(photoWords.shape),
      schema: photoWords,
      done: { photo: "added" },
      anchor: "photos",
    },
    find,
  );
}
