"use server";

import { redirect } from "next/navigation";
import { requestContext } from "#lib/foundation/identity/session.ts";
import { type FormState, submit } from "#lib/foundation/platform/forms.ts";
import { keepBadge, publishBadge, retireBadge, saveDraft } from "./commands.ts";
import { classForm, oneClass, publication } from "./form.ts";

export async function saveClassAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, classForm, async (draft, locale) => {
    const isNew = form.get("isNew") === "yes";
    const { slug } = await saveDraft(await requestContext(), draft, { isNew });
    redirect(`/${locale}/admin/badges/${slug}?done=saved`);
  });
}

export async function publishClassAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, publication, async ({ slug, state }, locale) => {
    await publishBadge(await requestContext(), slug, state);
    redirect(`/${locale}/admin/badges/${slug}?done=${state}`);
  });
}

export async function retireClassAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, oneClass, async ({ slug }, locale) => {
    await retireBadge(await requestContext(), slug);
    redirect(`/${locale}/admin/badges/${slug}?done=retired`);
  });
}

/** From the list of what is to be looked at again, and back to it. */
export async function keepClassAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, oneClass, async ({ slug }, locale) => {
    await keepBadge(await requestContext(), slug);
    redirect(`/${locale}/admin/badges?done=kept`);
  });
}
