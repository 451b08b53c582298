"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { saying } from "#lib/foundation/i18n/said.ts";
import { messageFor } from "#lib/foundation/i18n/translator.ts";
import { requestContext } from "#lib/foundation/identity/session.ts";
import { DomainError } from "#lib/foundation/platform/errors.ts";
import { type FormState, submit } from "#lib/foundation/platform/forms.ts";
import { addMap, editMap, importFramework } from "./commands.ts";
import { withItem, withoutItem } from "./editing.ts";
import { itemForm, mapForm, seenMap } from "./form.ts";
import type { RowFault } from "./rules.ts";

const pageOf = (locale: Locale, slug: string) => `/${locale}/admin/frameworks/${slug}`;

export async function addMapAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, mapForm, async (head, locale) => {
    await addMap(await requestContext(), head);
    redirect(saying(pageOf(locale, head.slug), "saved"));
  });
}

export async function changeMapAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, seenMap.and(mapForm), async ({ slug, seen, ...head }, locale) => {
    await editMap(await requestContext(), { slug, seen }, (file) => ({ ...file, ...head }));
    redirect(saying(pageOf(locale, slug), "saved"));
  });
}

export async function saveCompetenceAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, seenMap.and(itemForm), async ({ slug, seen, ...edited }, locale) => {
    const written = editMap(await requestContext(), { slug, seen }, (file) =>
      withItem(file, edited),
    );
    const refusal = await written.then(
      () => null,
      (error: unknown) => named(error, locale, form),
    );
    if (refusal) return refusal;
    // With the code: an address that is the same as before is not drawn anew.
    redirect(
      saying(`${pageOf(locale, slug)}?code=${encodeURIComponent(edited.item.code)}`, "saved"),
    );
  });
}

export async function removeCompetenceAction(_: FormState, form: FormData): Promise<FormState> {
  const removing = seenMap.extend({ code: z.string().max(60) });
  return submit(form, removing, async ({ slug, seen, code }, locale) => {
    await editMap(await requestContext(), { slug, seen }, (file) => withoutItem(file, code));
    redirect(
      saying(`${pageOf(locale, slug)}?code=${encodeURIComponent(code)}`, "competenceRemoved"),
    );
  });
}

const importForm = z.object({
  into: z.string().max(60).default(""),
  how: z.enum(["try", "import"]).default("try"),
  text: z.string().max(3_000_000).default(""),
  file: z.instanceof(File).optional(),
});

/** Rows at fault are named: which one, at what, and why. */
export async function importFrameworkAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, importForm, async ({ into, how, text, file }, locale) => {
    const given = file && file.size > 0 ? await file.text() : text;
    if (given.trim() === "") throw new DomainError("invalid", { code: "badges.import_nothing" });
    const isTrial = how === "try";
    const run = importFramework(await requestContext(), given, { into, isTrial });
    const done = await run.catch((error: unknown) => named(error, locale, form));
    if (!("slug" in done)) return done;
    const { slug, added, changed, same, removed } = done;
    const counts = new URLSearchParams(
      Object.entries({ slug, added, changed, same, removed }).map(([name, value]) => [
        name,
        String(value),
      ]),
    );
    redirect(`/${locale}/admin/frameworks?done=${isTrial ? "tried" : "imported"}&${counts}`);
  });
}

const MOST_NAMED = 20;

/**
 * A refusal with its rows, each in words, and what was typed. Whatever is no refusal of rows
 * travels on.
 */
function named(error: unknown, locale: Locale, form: FormData): FormState {
  if (!(error instanceof DomainError) || !Array.isArray(error.details.rows)) throw error;
  const rows = (error.details.rows as RowFault[]).slice(0, MOST_NAMED).map(({ row, value, code }) =>
    messageFor(locale, {
      code: "badges.import_fault",
      row,
      value,
      why: messageFor(locale, { code }),
    }),
  );
  const values = Object.fromEntries(
    [...form].flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  );
  return { message: [messageFor(locale, error.reason), ...rows].join(" "), errors: {}, values };
}
