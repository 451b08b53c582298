"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { saying } from "#lib/foundation/i18n/said.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { EMPTY_FORM, type FormState, submit } from "#lib/foundation/platform/forms/forms.ts";
import { revokeCredential } from "./commands.ts";
import type { MadeLink } from "./links.ts";
import { badgeForm, linkForm, type ShareState, withdrawal } from "./schema.ts";
import { endShares, shareCredential } from "./sharing.ts";

/** Makes a link with which others see a badge of one's own. */
export async function shareBadgeAction(_: ShareState, form: FormData): Promise<ShareState> {
  let made: MadeLink | null = null;
  const state = await submit(form, badgeForm, async ({ id }) => {
    made = await shareCredential(await requestContext(), id);
    refresh();
    return EMPTY_FORM;
  });
  return { ...state, made };
}

/** Ends the links of a badge of one's own, or one of them. */
export async function endBadgeLinksAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, linkForm, async ({ id, link }, locale) => {
    await endShares(await requestContext(), id, link);
    redirect(saying(`/${locale}/badges/awarded/${id}`, link ? "linkEnded" : "linksEnded"));
  });
}

/** Staff withdraw a badge for good. */
export async function withdrawBadgeAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, withdrawal, async ({ id, reason }) => {
    await revokeCredential(await requestContext(), id, reason);
    refresh();
    return EMPTY_FORM;
  });
}
