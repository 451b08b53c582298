"use server";

import { redirect } from "next/navigation";
import { endSession, requestContext } from "#lib/identity/session.ts";
import { type FormState, submit } from "#lib/platform/forms.ts";
import { eraseMyself } from "./erasure.ts";
import { erasure } from "./schema.ts";

export async function eraseMyselfAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, erasure, async (_word, locale) => {
    await eraseMyself(await requestContext());
    await endSession();
    redirect(`/${locale}/about/privacy?erased`);
  });
}
