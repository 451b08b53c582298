"use server";

import { redirect } from "next/navigation";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { sendLettersAgain } from "#lib/foundation/notifications/given-up.ts";
import { type FormState, submit } from "#lib/foundation/platform/forms/forms.ts";
import { sendEventsAgain } from "#lib/foundation/webhooks/given-up.ts";
import { eventsInput, lettersInput } from "./schema.ts";

export async function sendLettersAgainAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, lettersInput, async (which, locale) => {
    await sendLettersAgain(await requestContext(), which);
    redirect(`/${locale}/admin/health?sent`);
  });
}

export async function sendEventsAgainAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, eventsInput, async ({ webhook }, locale) => {
    await sendEventsAgain(await requestContext(), webhook);
    redirect(`/${locale}/admin/health?sent`);
  });
}
