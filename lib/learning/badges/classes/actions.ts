"use server";

import { redirect } from "next/navigation";
import { saying } from "#lib/foundation/i18n/said.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { type FormState, submit } from "#lib/foundation/platform/forms/forms.ts";
import { keepBadge, publishBadge, retireBadge, saveDraft } from "./commands.ts";
import { classForm, oneClass, publication, retirement, seenIn } from "./form.ts";

export async function saveClassAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, classForm, async (draft, locale) => {
    const seen = seenIn(form);
    const { slug } = await saveDraft(await requestContext(), draft, { seen });
    redirect(saying(`/${locale}/admin/badges/${slug}`, "badgeDraftSaved"));
  });
}

export async function publishClassAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, publication, async ({ slug, state }, locale) => {
    await publishBadge(await requestContext(), slug, state, { seen: seenIn(form) });
    redirect(
      saying(
        `/${locale}/admin/badges/${slug}`,
        state === "pilot" ? "badgePiloted" : "badgePublished",
      ),
    );
  });
}

export async function retireClassAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, retirement, async ({ slug, followedBy }, locale) => {
    await retireBadge(await requestContext(), slug, followedBy);
    redirect(saying(`/${locale}/admin/badges/${slug}`, "badgeRetired"));
  });
}

/** From the list of what is to be looked at again, and back to it. */
export async function keepClassAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, oneClass, async ({ slug }, locale) => {
    await keepBadge(await requestContext(), slug);
    redirect(saying(`/${locale}/admin/badges`, "badgeLookedAt"));
  });
}
