"use server";

import { redirect } from "next/navigation";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { saying } from "#lib/foundation/i18n/said.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { type FormState, submit } from "#lib/foundation/platform/forms/forms.ts";
import { recordChoice, saveAnswer, withdrawConsent } from "./commands.ts";
import { consentChoice, consentEnd, profileAnswer } from "./schema.ts";

export async function recordChoiceAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, consentChoice, async (input, locale) => {
    await recordChoice(await requestContext(), input, locale);
    redirect(saying(pageOf(locale, input.personId), "answerSaved"));
  });
}

export async function withdrawConsentAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, consentEnd, async (input, locale) => {
    await withdrawConsent(await requestContext(), input);
    redirect(saying(pageOf(locale, input.personId), "answerErased"));
  });
}

export async function saveAnswerAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, profileAnswer, async (input, locale) => {
    await saveAnswer(await requestContext(), input);
    redirect(saying(pageOf(locale, input.personId), "answerSaved"));
  });
}

/** Back to where it was said: one's own page, or the desk's. */
function pageOf(locale: Locale, personId: string | undefined): string {
  return personId ? `/${locale}/desk/people/${personId}/consent` : `/${locale}/me/data`;
}
