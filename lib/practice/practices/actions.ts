"use server";

import { redirect } from "next/navigation";
import { type Said, saying } from "#lib/foundation/i18n/said.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { type FormState, submit } from "#lib/foundation/platform/forms/forms.ts";
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

const SAID_OF_REVIEW = {
  publish: "practicePublished",
  ask_changes: "practiceChangesAsked",
} as const satisfies Record<string, Said>;
const SAID_OF_REPORT = {
  show: "practiceReportShown",
  refuse: "practiceReportRefused",
} as const satisfies Record<string, Said>;

export async function beginPracticeAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, newPractice, async (begun, locale) => {
    const { slug } = await beginPractice(await requestContext(), begun);
    redirect(`/${locale}/desk/practices/${slug}`);
  });
}

/**
 * Keeps the draft, and sends it where that was asked: what is missing is listed on its page then,
 * and nothing is lost.
 */
export async function saveDraftAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, draftForm, async ({ id, revision, ...draft }, locale) => {
    const ctx = await requestContext();
    const saved = await saveDraft(ctx, { id, revision }, draft);
    const page = `/${locale}/desk/practices`;
    if (form.get("what") !== "send") redirect(saying(`${page}/${saved.slug}`, "practiceSaved"));
    if (missingFrom(draft).length > 0) redirect(saying(`${page}/${saved.slug}`, "practiceMissing"));
    await submitPractice(ctx, { id, revision: saved.revision });
    redirect(saying(page, "practiceSent"));
  });
}

export async function takeBackAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, oneVersion, async (seen, locale) => {
    await takeBack(await requestContext(), seen);
    redirect(saying(`/${locale}/desk/practices`, "practiceTakenBack"));
  });
}

export async function discardDraftAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, oneVersion.pick({ id: true }), async ({ id }, locale) => {
    await discardDraft(await requestContext(), id);
    redirect(saying(`/${locale}/desk/practices`, "practiceDiscarded"));
  });
}

export async function reviewPracticeAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, reviewForm, async (review, locale) => {
    await reviewPractice(await requestContext(), review);
    redirect(saying(`/${locale}/desk/practices`, SAID_OF_REVIEW[review.what]));
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
    redirect(saying(`/${locale}/desk/practices`, "practiceWithdrawn"));
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
    redirect(saying(`/${locale}/desk/practices`, "practiceReported"));
  });
}

export async function decideOnReportAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, reportDecision, async (decision, locale) => {
    await decideOnReport(await requestContext(), decision);
    redirect(saying(`/${locale}/desk/practices`, SAID_OF_REPORT[decision.what]));
  });
}
