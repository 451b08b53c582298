"use server";

import { redirect } from "next/navigation";
import { saying } from "#lib/foundation/i18n/said.ts";
import { requestContext } from "#lib/foundation/identity/session.ts";
import { type FormState, submit } from "#lib/foundation/platform/forms.ts";
import {
  addEntry,
  beginJournal,
  planPhase,
  publishJournal,
  removeEntry,
  withdrawJournal,
} from "./commands.ts";
import { entryForm, entryId, journalSlug, newJournal, phaseForm } from "./schema.ts";

export async function beginJournalAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, newJournal, async (begun, locale) => {
    const { slug } = await beginJournal(await requestContext(), { ...begun, phases: [] });
    redirect(saying(`/${locale}/desk/journals/${slug}`, "journalBegun"));
  });
}

export async function planPhaseAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, phaseForm, async ({ slug, ...phase }, locale) => {
    await planPhase(await requestContext(), slug, phase);
    redirect(saying(`/${locale}/desk/journals/${slug}`, "journalPhaseSaved"));
  });
}

export async function addEntryAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, entryForm, async ({ slug, ...entry }, locale) => {
    await addEntry(await requestContext(), slug, entry);
    redirect(saying(`/${locale}/desk/journals/${slug}`, "journalEntryAdded"));
  });
}

export async function removeEntryAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, entryId, async ({ slug, id }, locale) => {
    await removeEntry(await requestContext(), slug, id);
    redirect(saying(`/${locale}/desk/journals/${slug}`, "journalEntryRemoved"));
  });
}

export async function publishJournalAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, journalSlug, async ({ slug }, locale) => {
    await publishJournal(await requestContext(), slug);
    redirect(saying(`/${locale}/desk/journals/${slug}`, "journalPublished"));
  });
}

export async function withdrawJournalAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, journalSlug, async ({ slug }, locale) => {
    await withdrawJournal(await requestContext(), slug);
    redirect(saying(`/${locale}/desk/journals/${slug}`, "journalWithdrawn"));
  });
}
