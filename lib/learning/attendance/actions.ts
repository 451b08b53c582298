"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { saying } from "#lib/foundation/i18n/said.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { type FormState, submit } from "#lib/foundation/platform/forms/forms.ts";
import { closeSheet, openSheetAgain, saveTicks } from "./commands.ts";
import { ticksForm } from "./schema.ts";

const one = z.object({ id: z.uuid() });

/** Who is here, from a page on which no script runs. */
export async function saveTicksAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, ticksForm, async ({ id, ...ticks }, locale) => {
    const { refused } = await saveTicks(await requestContext(), id, ticks);
    const [left] = refused;
    if (left) throw new DomainError("invalid", { code: left.code });
    redirect(saying(`/${locale}/desk/sessions/${id}/sheet`, "ticksSaved"));
  });
}

/** Signs what has been saved. */
export async function closeSheetAction(_: FormState, form: FormData): Promise<FormState> {
  const input = one.extend({ sheetVersion: z.coerce.number().int().min(0) });
  return submit(form, input, async ({ id, sheetVersion }, locale) => {
    await closeSheet(await requestContext(), id, sheetVersion);
    redirect(`/${locale}/desk/sessions/${id}/sheet`);
  });
}

export async function openSheetAgainAction(_: FormState, form: FormData): Promise<FormState> {
  const input = one.extend({ reason: z.string().max(500, "attendance.say_why") });
  return submit(form, input, async ({ id, reason }, locale) => {
    await openSheetAgain(await requestContext(), id, reason);
    redirect(`/${locale}/desk/sessions/${id}/sheet`);
  });
}
