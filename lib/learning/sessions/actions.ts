"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { saying } from "#lib/foundation/i18n/said.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { type FormState, submit } from "#lib/foundation/platform/forms/forms.ts";
import { changeNeeds, enrol, withdraw } from "./enrolment.ts";
import { INTERPRETERS } from "./traits.ts";

const tick = z
  .literal("yes")
  .optional()
  .transform((value) => value === "yes");

/** What somebody asks for, as ticks and one choice. */
const inputForm = z.object({
  id: z.uuid(),
  companion: tick,
  childcare: tick,
  interpreter: z
    .enum(["", ...INTERPRETERS], "sessions.unknown_interpreter")
    .default("")
    .transform((code) => code || null),
});

export async function enrolAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, inputForm, async ({ id, ...asked }, locale) => {
    await enrol(await requestContext(), id, asked);
    redirect(`/${locale}/sessions/${id}`);
  });
}

export async function changeNeedsAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, inputForm, async ({ id, ...asked }, locale) => {
    await changeNeeds(await requestContext(), id, asked);
    redirect(saying(`/${locale}/sessions/${id}`, "needsSaved"));
  });
}

export async function withdrawAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, z.object({ id: z.uuid() }), async ({ id }, locale) => {
    await withdraw(await requestContext(), id);
    redirect(saying(`/${locale}/sessions/${id}`, "placeGivenBack"));
  });
}
