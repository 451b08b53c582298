"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { type FormState, submit } from "#lib/foundation/platform/forms/forms.ts";
import { closeSheet, openSheetAgain } from "./commands.ts";

const one = z.object({ id: z.uuid() });

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
