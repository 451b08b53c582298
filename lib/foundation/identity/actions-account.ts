"use server";

import { redirect } from "next/navigation";
import { saying } from "#lib/foundation/i18n/said.ts";
import { EMPTY_FORM, type FormState, submit } from "#lib/foundation/platform/forms/forms.ts";
import { resetSecondFactor } from "./passwords/invitations.ts";
import { changePassword } from "./passwords/password-change.ts";
import { showMembership } from "./people/memberships.ts";
import { linkedIdentity, membershipChoice, passwordChange, personId } from "./schema.ts";
import { inHalves } from "./sign-in/codes.ts";
import { unlinkIdentity } from "./sign-in/openid.ts";
import { rememberDevice, requestContext, startSession } from "./sign-in/session.ts";

export async function unlinkIdentityAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, linkedIdentity, async (identity, locale) => {
    await unlinkIdentity(await requestContext(), identity);
    redirect(saying(`/${locale}/me/account`, "identityUnlinked"));
  });
}

export async function showMembershipAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, membershipChoice, async ({ id, shown }, locale) => {
    await showMembership(await requestContext(), { id, isShown: shown === "yes" });
    redirect(saying(`/${locale}/me/account`, shown === "yes" ? "memberShown" : "memberHidden"));
  });
}

/**
 * The session goes on under a new token: every one of before has ended. What was typed is not read
 * back.
 */
export async function changePasswordAction(_: FormState, form: FormData): Promise<FormState> {
  const state = await submit(form, passwordChange, async (input, locale) => {
    const { email, stamp, ...session } = await changePassword(await requestContext(), input);
    if (email) await rememberDevice(email, stamp);
    await startSession(session);
    redirect(`/${locale}/me/account?changed`);
  });
  return { ...state, values: {} };
}

/** The code travels in this one answer, for an administrator to give in person. */
export async function resetSecondFactorAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, personId, async ({ id }, locale) => {
    const token = await resetSecondFactor(await requestContext(), id, locale);
    return { ...EMPTY_FORM, values: { token: inHalves(token) } };
  });
}
