import { typedBeside } from "#lib/foundation/platform/http/form-stream.ts";
import { seeOther } from "#lib/foundation/platform/http/respond.ts";

/** What a page says to whoever sent a file while signed out, and has signed in since. */
export const CHOOSE_AGAIN = "common.choose_file_again";

/**
 * The way to sign in for whoever sent a file while signed out, and back to the page of the form:
 * what was typed beside the file comes along, the file is chosen again.
 *
 * @param form how large it may be, and what is typed in it
 * @param pageWith the address of that page, which says what was typed
 */
export async function signInFirst(
  request: Request,
  form: { megabytes: number; fields: readonly string[] },
  pageWith: (typed: Record<string, string>) => string,
): Promise<Response> {
  const page = pageWith(await typedBeside(request, form));
  return seeOther(`/${page.split("/")[1]}/sign-in?next=${encodeURIComponent(page)}`);
}
