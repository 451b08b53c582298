"use server";

import { refresh } from "next/cache";
import { requestContext } from "#lib/foundation/identity/session.ts";
import { EMPTY_FORM, type FormState, submit } from "#lib/foundation/platform/forms.ts";
import { revokeCredential } from "./commands.ts";
import { badgeForm, type ShareState, withdrawal } from "./schema.ts";
import { endShares, shareCredential } from "./sharing.ts";

/** Makes a link with which others see a badge of one's own. */
export async function shareBadgeAction(_: ShareState, form: FormData): Promise<ShareState> {
  let address: string | null = null;
  const state = await submit(form, badgeForm, async ({ id }) => {
    address = await shareCredential(await requestContext(), id);
    refresh();
    return EMPTY_FORM;
  });
  return { ...state, address };
}

/** Ends all links of a badge of one's own. */
export async function endBadgeLinksAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, badgeForm, async ({ id }) => {
    await endShares(await requestContext(), id);
    refresh();
    return EMPTY_FORM;
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
