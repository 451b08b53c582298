"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { saying } from "#lib/foundation/i18n/said.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { seenMark } from "#lib/foundation/platform/database/as-seen.ts";
import { type FormState, submit } from "#lib/foundation/platform/forms/forms.ts";
import { beginFromGuide, beginJournal } from "./beginning.ts";
import { discardJournal, publishJournal, renameJournal, withdrawJournal } from "./commands.ts";
import { removeFile } from "./files.ts";
import {
  changedEntryForm,
  entryForm,
  entryId,
  journalSlug,
  newJournal,
  phaseForm,
  phaseKind,
  renamedJournal,
} from "./schema.ts";
import { addEntry, changeEntry, planPhase, removeEntry, removePhase } from "./writing.ts";

export async function beginJournalAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, newJournal, async ({ guide, startsOn, ...begun }, locale) => {
    const ctx = await requestContext();
    if (startsOn === null || guide === "") {
      const { slug } = await beginJournal(ctx, begun, { phases: [] });
      redirect(saying(`/${locale}/desk/journals/${slug}`, "journalBegun"));
    }
    const { slug } = await beginFromGuide(ctx, begun, { guide, startsOn });
    redirect(saying(`/${locale}/desk/journals/${slug}`, "journalPlanned"));
  });
}

export async function renameJournalAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, renamedJournal, async ({ slug, revision, ...words }, locale) => {
    await renameJournal(await requestContext(), { slug, revision }, words);
    redirect(saying(`/${locale}/desk/journals/${slug}`, "journalRenamed"));
  });
}

export async function planPhaseAction(_: FormState, form: FormData): Promise<FormState> {
  const planning = phaseForm.and(z.object({ revision: seenMark }));
  return submit(form, planning, async ({ slug, revision, ...phase }, locale) => {
    await planPhase(await requestContext(), slug, phase, revision);
    redirect(saying(`/${locale}/desk/journals/${slug}`, "journalPhaseSaved"));
  });
}

export async function removePhaseAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, phaseKind, async ({ slug, kind }, locale) => {
    await removePhase(await requestContext(), slug, kind);
    redirect(saying(`/${locale}/desk/journals/${slug}`, "journalPhaseRemoved"));
  });
}

export async function addEntryAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, entryForm, async ({ slug, ...entry }, locale) => {
    await addEntry(await requestContext(), slug, entry);
    redirect(saying(`/${locale}/desk/journals/${slug}`, "journalEntryAdded"));
  });
}

export async function changeEntryAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, changedEntryForm, async ({ slug, ...entry }, locale) => {
    await changeEntry(await requestContext(), slug, entry);
    redirect(saying(`/${locale}/desk/journals/${slug}`, "journalEntryChanged"));
  });
}

export async function removeEntryAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, entryId, async ({ slug, id }, locale) => {
    await removeEntry(await requestContext(), slug, id);
    redirect(saying(`/${locale}/desk/journals/${slug}`, "journalEntryRemoved"));
  });
}

export async function removeFileAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, entryId, async ({ slug, id }, locale) => {
    await removeFile(await requestContext(), slug, id);
    redirect(saying(`/${locale}/desk/journals/${slug}`, "journalFileRemoved"));
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

export async function discardJournalAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, journalSlug, async ({ slug }, locale) => {
    await discardJournal(await requestContext(), slug);
    redirect(saying(`/${locale}/desk/journals`, "journalDiscarded"));
  });
}
