"use server";

import { redirect } from "next/navigation";
import { requestContext } from "#lib/foundation/identity/session.ts";
import { type FormState, submit } from "#lib/foundation/platform/forms.ts";
import { beginPractice, correctPractice, discardDraft, saveDraft } from "./drafts.ts";
import { decideOnReport, reportTrial } from "./reports.ts";
import { reviewPractice, submitPractice, takeBack, withdrawPractice } from "./reviewing.ts";
import { missingFrom } from "./rules.ts";
import {
  draftForm,
  newPractice,
  oneVersion,
  practiceSlug,
  reportDecision,
  reportForm,
  reviewForm,
  translationForm,
} from "./schema.ts";
import { translatePractice } from "./translations.ts";

export async function beginPracticeAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, newPractice, async (begun, locale) => {
    const { slug } = await beginPractice(await requestContext(), begun);
    redirect(`/${locale}/desk/practices/${slug}`);
  });
}

/** Keeps the draft, and sends it where that was asked: what is missing is listed on its page then, and nothing is lost. */
export async function saveDraftAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, draftForm, async ({ id, revision, ...draft }, locale) => {
    const ctx = await requestContext();
    const saved = await saveDraft(ctx, { id, revision }, draft);
    const page = `/${locale}/desk/practices`;
    if (form.get("what") !== "send") redirect(`${page}/${saved.slug}?done=saved`);
    if (missingFrom(draft).length > 0) redirect(`${page}/${saved.slug}?done=missing`);
    await submitPractice(ctx, { id, revision: saved.revision });
    redirect(`${page}?done=sent`);
  });
}

export async function takeBackAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, oneVersion, async (seen, locale) => {
    await takeBack(await requestContext(), seen);
    redirect(`/${locale}/desk/practices?done=taken`);
  });
}

export async function discardDraftAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, oneVersion.pick({ id: true }), async ({ id }, locale) => {
    await discardDraft(await requestContext(), id);
    redirect(`/${locale}/desk/practices?done=discarded`);
  });
}

export async function reviewPracticeAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, reviewForm, async (review, locale) => {
    await reviewPractice(await requestContext(), review);
    redirect(`/${locale}/desk/practices?done=${review.what}`);
  });
}

export async function correctPracticeAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, practiceSlug, async ({ slug }, locale) => {
    await correctPractice(await requestContext(), slug);
    redirect(`/${locale}/desk/practices/${slug}`);
  });
}

export async function withdrawPracticeAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, practiceSlug, async ({ slug }, locale) => {
    await withdrawPractice(await requestContext(), slug);
    redirect(`/${locale}/desk/practices?done=withdrawn`);
  });
}

export async function translatePracticeAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, translationForm, async (translation) => {
    await translatePractice(await requestContext(), translation);
    redirect(`/${translation.language}/practices/${translation.slug}?beside=original`);
  });
}

export async function reportTrialAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, reportForm, async (report, locale) => {
    await reportTrial({ ...(await requestContext()), locale }, report);
    redirect(`/${locale}/desk/practices?done=reported`);
  });
}

export async function decideOnReportAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, reportDecision, async (decision, locale) => {
    await decideOnReport(await requestContext(), decision);
    redirect(`/${locale}/desk/practices?done=${decision.what}`);
  });
}
