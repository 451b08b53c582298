"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { saying } from "#lib/foundation/i18n/said.ts";
import { messageFor } from "#lib/foundation/i18n/translator.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { type FormState, submit } from "#lib/foundation/platform/forms/forms.ts";
import { fileFrom } from "../verification/schema.ts";
import { addEntry, changeEntry, importBadges, retireEntry } from "./commands.ts";
import type { ImportFault } from "./open-badge.ts";
import { entryForm, seenEntry } from "./schema.ts";

const pageOf = (locale: string, id: string) => `/${locale}/admin/benchmark/${id}`;

export async function addEntryAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, entryForm, async (input, locale) => {
    const { id } = await addEntry(await requestContext(), input);
    redirect(saying(pageOf(locale, id), "entryAdded"));
  });
}

export async function changeEntryAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, seenEntry.and(entryForm), async ({ id, revision, ...input }, locale) => {
    await changeEntry(await requestContext(), { id, revision }, input);
    redirect(saying(pageOf(locale, id), "saved"));
  });
}

export async function retireEntryAction(_: FormState, form: FormData): Promise<FormState> {
  const retiring = seenEntry.extend({ retired: z.enum(["yes", "no"]) });
  return submit(form, retiring, async ({ retired, ...seen }, locale) => {
    await retireEntry(await requestContext(), seen, retired === "yes");
    redirect(saying(pageOf(locale, seen.id), retired === "yes" ? "entryRetired" : "entryShown"));
  });
}

const importForm = z.object({
  badge: z.string().max(1_200_000).optional(),
  file: z.instanceof(File).optional(),
});

/** Badges at fault are named in the message: which one, at which field, and why. */
export async function importBadgesAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, importForm, async ({ badge = "" }, locale) => {
    try {
      const { added, changed, same } = await importBadges(
        await requestContext(),
        await fileFrom(form),
      );
      redirect(
        `/${locale}/admin/benchmark?done=imported&added=${added}&changed=${changed}&same=${same}`,
      );
    } catch (error) {
      if (!(error instanceof DomainError) || !Array.isArray(error.details.rows)) throw error;
      const said = (error.details.rows as ImportFault[])
        .slice(0, MOST_NAMED)
        .map(({ row, field, code }) =>
          messageFor(locale, {
            code: "benchmark.import.fault",
            row,
            field,
            why: messageFor(locale, { code }),
          }),
        );
      return {
        message: [messageFor(locale, error.reason), ...said].join(" "),
        errors: {},
        values: { badge },
      };
    }
  });
}

const MOST_NAMED = 10;
