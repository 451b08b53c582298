"use server";

import { redirect } from "next/navigation";
import { type FormState, submit } from "#lib/platform/forms.ts";
import { unlinkIdentity } from "./organisation.ts";
import { linkedIdentity } from "./schema.ts";
import { requestContext } from "./session.ts";

export async function unlinkIdentityAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, linkedIdentity, async (identity, locale) => {
    await unlinkIdentity(await requestContext(), identity);
    redirect(`/${locale}/me/account`);
  });
}
