"use server";

import { z } from "zod";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { EMPTY_FORM, submit } from "#lib/foundation/platform/forms/forms.ts";
import { fileFrom, type VerificationPage, type VerifyState } from "./schema.ts";
import { verifyHandedIn } from "./verifying.ts";
import { verificationPage } from "./words.ts";

const verifyForm = z.object({
  badge: z.string().max(1_200_000).optional(),
  file: z.instanceof(File).optional(),
});

/**
 * Checks what was pasted or chosen. The result comes back as words, so that the page is the same
 * without scripts.
 */
export async function verifyAction(_: VerifyState, form: FormData): Promise<VerifyState> {
  let page: VerificationPage | null = null;
  const state = await submit(form, verifyForm, async ({ badge }, locale) => {
    const given = await fileFrom(form);
    page = verificationPage(locale, await verifyHandedIn(await requestContext(), given));
    return { ...EMPTY_FORM, values: { badge: badge ?? "" } };
  });
  return { ...state, page };
}
