"use server";

import { redirect } from "next/navigation";
import { requestContext } from "#lib/identity/session.ts";
import { sendLettersAgain } from "#lib/notifications/given-up.ts";
import { type FormState, submit } from "#lib/platform/forms.ts";
import { sendEventsAgain } from "#lib/webhooks/given-up.ts";
import { eventsWish, lettersWish } from "./schema.ts";

export async function sendLettersAgainAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, lettersWish, async (which, locale) => {
    await sendLettersAgain(await requestContext(), which);
    redirect(`/${locale}/admin/health?sent`);
  });
}

export async function sendEventsAgainAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, eventsWish, async ({ webhook }, locale) => {
    await sendEventsAgain(await requestContext(), webhook);
    redirect(`/${locale}/admin/health?sent`);
  });
}
