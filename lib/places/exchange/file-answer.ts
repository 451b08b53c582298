import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { authorise } from "#lib/foundation/identity/permission/policy.ts";
import { CHOOSE_AGAIN, signInFirst } from "#lib/foundation/identity/programs/upload-refusal.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { localPath } from "#lib/foundation/identity/sign-in/sign-in.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { streamedForm } from "#lib/foundation/platform/http/form-stream.ts";
import { parsed, refuseOtherNames, seeOther } from "#lib/foundation/platform/http/respond.ts";
import { askForCheck } from "./import-task.ts";
import { NETWORK, sendFile } from "./imports.ts";
import { FILE_MEGABYTES, fileFacts } from "./schema.ts";

const FORM = { megabytes: FILE_MEGABYTES, fields: Object.keys(fileFacts.shape) };

/**
 * Takes a file of places as a form sends it (source, licence, file), and leaves the look at it to
 * the worker where nobody has to say which column is which. A page names itself in the address
 * (`back`): it is shown again with the refusal, or the page of the file is. The file waits on the
 * disk until all of it is there: a slow line holds no connection of the database.
 */
export async function placeFileAnswer(request: Request): Promise<Response> {
  const back = localPath(new URL(request.url).searchParams.get("back"), "");
  let typed: Record<string, string> = {};
  try {
    const ctx = await requestContext();
    authorise(ctx.actor, "place.import", { spaceId: NETWORK });
    refuseOtherNames(request, ["back"]);
    const made = await streamedForm(
      request,
      { ...FORM, fileField: "file" },
      async ({ source = "", licence = "" }, { fileName, content }) => {
        typed = { source, licence };
        const folder = await mkdtemp(join(tmpdir(), "trivium-places-"));
        try {
          const path = join(folder, "file");
          await pipeline(content, createWriteStream(path, { mode: 0o600 }));
          const facts = { ...parsed(fileFacts, typed), fileName };
          return await sendFile(ctx, facts, createReadStream(path));
        } finally {
          await rm(folder, { recursive: true, force: true });
        }
      },
    );
    if (!made.needsMapping) await askForCheck(ctx, made.id);
    return back ? seeOther(`${back}/${made.id}`) : Response.json(made, { status: 201 });
  } catch (error) {
    if (!back || !(error instanceof DomainError)) throw error;
    const pageWith = (more: Record<string, string>) => `${back}?${new URLSearchParams(more)}`;
    if (error.kind === "unauthenticated")
      return signInFirst(request, FORM, (typed) => pageWith({ refused: CHOOSE_AGAIN, ...typed }));
    const { code, line = "" } = error.reason;
    return seeOther(pageWith({ refused: code, line: String(line), ...typed }));
  }
}
