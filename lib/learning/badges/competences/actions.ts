"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { saying } from "#lib/foundation/i18n/said.ts";
import { messageFor, translator } from "#lib/foundation/i18n/translator.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { type FormState, submit } from "#lib/foundation/platform/forms/forms.ts";
import { typedIn } from "#lib/foundation/platform/forms/typed-in.ts";
import { addMap, editMap, importFramework } from "./commands.ts";
import { withItem, withoutItem } from "./editing.ts";
import { removeFramework, retireFramework } from "./ending.ts";
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
      (error: unknown) => atFields(error, locale, form),
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

export async function removeFrameworkAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, seenMap, async (seen, locale) => {
    await removeFramework(await requestContext(), seen);
    redirect(saying(`/${locale}/admin/frameworks`, "frameworkRemoved"));
  });
}

export async function retireFrameworkAction(_: FormState, form: FormData): Promise<FormState> {
  const retiring = seenMap.extend({ retired: z.enum(["yes", "no"]) });
  return submit(form, retiring, async ({ retired, ...seen }, locale) => {
    await retireFramework(await requestContext(), seen, retired === "yes");
    redirect(
      saying(
        pageOf(locale, seen.slug),
        retired === "yes" ? "frameworkRetired" : "frameworkUsedAgain",
      ),
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
 * A refusal of the one competence that is edited, each fault at its field, in the words of the form.
 * Whatever is no refusal of rows travels on.
 */
function atFields(error: unknown, locale: Locale, form: FormData): FormState {
  if (!(error instanceof DomainError) || !Array.isArray(error.details.rows)) throw error;
  const faults = Map.groupBy(error.details.rows as RowFault[], ({ code }) => fieldOf(code));
  const errors = [...faults].map(([{ field, says }, rows]) => [
    field,
    messageFor(locale, { code: says, value: rows.map(({ value }) => value).join(", ") }),
  ]);
  return {
    message: translator(locale, "common")("check_fields"),
    errors: Object.fromEntries(errors),
    values: typedIn(form),
  };
}

const AT_GROUP = { field: "parent", says: "common.check_field" };
const FIELDS: Record<string, { field: string; says: string }> = {
  "badges.import.unknown_alignment": { field: "aligned", says: "badges.no_such_alignment" },
  "badges.import.parent_later": { field: "after", says: "badges.group_later" },
};

const fieldOf = (code: string) => FIELDS[code] ?? AT_GROUP;

/** A refusal with its rows, each in words, and what was typed. */
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
  const message = [messageFor(locale, error.reason), ...rows].join(" ");
  return { message, errors: {}, values: typedIn(form) };
}
