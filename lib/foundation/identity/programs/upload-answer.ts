import type { z } from "zod";
import type { Context } from "#lib/foundation/identity/context.ts";
import { type Action, authenticated } from "#lib/foundation/identity/permission/policy.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { localPath } from "#lib/foundation/identity/sign-in/sign-in.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import {
  multipartBody,
  parsed,
  refuseOtherNames,
  seeOther,
} from "#lib/foundation/platform/http/respond.ts";
import { CHOOSE_AGAIN, signInFirst } from "./upload-refusal.ts";

type Upload<T extends z.ZodType> = {
  action: Action;
  /** The field with the file, under which the page hears as well why it was refused. */
  file: string;
  megabytes: number;
  /** What is said where there is no file. */
  missing: string;
  fields: readonly string[];
  schema: T;
  /** What the address of the page says when it is done. */
  done: Record<string, string>;
  /** The part of the page with the form. */
  anchor: string;
};

/**
 * Takes a file and what is said of it, as a form sends them. A page names itself in the address
 * (`back`) and is shown again, with what was typed when the file was refused; without JavaScript as
 * well. Whoever is signed out by then signs in on the way back.
 *
 * @param find refuses whoever may not add one, before anything is read: they need not send it
 */
export async function uploadAnswer<T extends z.ZodType>(
  request: Request,
  { action, file: name, megabytes, missing, fields, schema, done, anchor }: Upload<T>,
  find: (ctx: Context) => Promise<(bytes: Buffer, words: z.output<T>) => Promise<{ id: string }>>,
): Promise<Response> {
  const back = localPath(new URL(request.url).searchParams.get("back"), "");
  const pageWith = (more: Record<string, string>) =>
    `${back}${back.includes("?") ? "&" : "?"}${new URLSearchParams(more)}#${anchor}`;
  let typed: Record<string, string> = {};
  try {
    const ctx = await requestContext();
    authenticated(ctx.actor, action);
    refuseOtherNames(request, ["back"]);
    const add = await find(ctx);
    const form = await multipartBody(request, megabytes, [name, ...fields]);
    typed = Object.fromEntries(fields.map((field) => [field, String(form.get(field) ?? "")]));
    const file = form.get(name);
    if (!(file instanceof Blob)) throw new DomainError("invalid", { code: missing });
    const words = parsed(schema, typed);
    const added = await add(Buffer.from(await file.arrayBuffer()), words);
    return back ? seeOther(pageWith(done)) : Response.json(added, { status: 201 });
  } catch (error) {
    if (!back || !(error instanceof DomainError)) throw error;
    if (error.kind === "unauthenticated")
      return signInFirst(request, { megabytes, fields }, (typed) =>
        pageWith({ [name]: CHOOSE_AGAIN, ...typed }),
      );
    const fault = schema.safeParse(typed).error?.issues[0]?.message;
    const isFault = error.reason.code === "common.check_fields" && fault !== undefined;
    return seeOther(pageWith({ [name]: isFault ? fault : error.reason.code, ...typed }));
  }
}
