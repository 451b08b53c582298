import { Readable } from "node:stream";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authorise } from "#lib/foundation/identity/permission/policy.ts";
import { FOR_EVERYBODY } from "#lib/foundation/platform/http/respond.ts";
import { NETWORK } from "./imports.ts";
import { placeRecords } from "./records.ts";
import type { PlaceExport } from "./schema.ts";
import { FILE_ENDS, fileOf, MEDIA_TYPES } from "./write.ts";

/**
 * Places as a file to take along, sent while it is read.
 *
 * @param name of the file, without its ending
 */
export function placeFile(
  ctx: Context,
  { form, of, unpublished }: PlaceExport,
  name: string,
): Response {
  // Before the first byte leaves.
  if (unpublished) authorise(ctx.actor, "place.import", { spaceId: NETWORK });
  const pieces = fileOf(form, placeRecords(ctx, { of, unpublished }));
  const body = Readable.toWeb(Readable.from(encoded(pieces))) as ReadableStream<Uint8Array>;
  return new Response(body, {
    headers: {
      ...(unpublished ? {} : FOR_EVERYBODY),
      "content-type": MEDIA_TYPES[form],
      "content-disposition": `attachment; filename="${name}.${FILE_ENDS[form]}"`,
    },
  });
}

const PIECE_CHARACTERS = 65_536;

/** Lines in pieces that are worth sending. */
async function* encoded(lines: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  let waiting = "";
  for await (const line of lines) {
    waiting += line;
    if (waiting.length < PIECE_CHARACTERS) continue;
    yield Buffer.from(waiting);
    waiting = "";
  }
  if (waiting) yield Buffer.from(waiting);
}
