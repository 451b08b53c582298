"use server";

import { randomUUID } from "node:crypto";
import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { saying } from "#lib/foundation/i18n/said.ts";
import { EMPTY_FORM, type FormState, submit } from "#lib/foundation/platform/forms/forms.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { qrImage } from "../platform/text/qr.ts";
import { acceptInvitation, sendInvitation } from "./passwords/invitations.ts";
import { signInStaff } from "./passwords/staff.ts";
import { acceptOffer, giveRole, offerRole, refuseOffer } from "./people/offers.ts";
import { addOrganisation, removeOrganisation } from "./people/organisations.ts";
import { addPerson, disablePerson, enablePerson, removeRole } from "./people/people.ts";
import { can } from "./permission/policy.ts";
import { createOwnToken, revokeOwnToken } from "./programs/access-tokens.ts";
import {
  cardEntry,
  codeEntry,
  codeInput,
  heldRole,
  newOrganisation,
  newPerson,
  oneOrganisation,
  personId,
  roleInput,
  setUp,
  staffEntry,
  tokenInput,
} from "./schema.ts";
import { afterSignIn } from "./sign-in/after-sign-in.ts";
import {
  issueCard,
  issueOwnCard,
  revokeCard,
  revokeOwnCard,
  signInByCard,
} from "./sign-in/cards.ts";
import { inFours, inHalves } from "./sign-in/codes.ts";
import { endOtherSessions, endOwnSession } from "./sign-in/own-sessions.ts";
import { rememberDevice, requestContext, sessionToken, startSession } from "./sign-in/session.ts";
import { requestSignInCode, signInByCode } from "./sign-in/sign-in-codes.ts";

/**
 * Two steps of one form: the address first, then the code. What was sent stands in the form, so it
 * needs no script.
 */
export async function codeAction(_: FormState, form: FormData): Promise<FormState> {
  if (!form.has("code"))
    return submit(form, codeInput, async ({ email }, locale) => {
      const ask = randomUUID();
      await requestSignInCode(await requestContext(), email, locale, ask);
      return { ...EMPTY_FORM, values: { sentTo: email, ask } };
    });
  return submit(form, codeEntry, async ({ next, shared, ...entry }, locale) => {
    const ctx = await requestContext();
    const session = await signInByCode(ctx, { ...entry, locale });
    if (!shared) await rememberDevice(entry.email, "");
    await startSession(session, { isShared: shared !== undefined });
    redirect(await afterSignIn(ctx, session.token, { next, locale }));
  });
}

export async function cardAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, cardEntry, async ({ card, next, shared }, locale) => {
    const ctx = await requestContext();
    const session = await signInByCard(ctx, card);
    await startSession(session, { isShared: shared !== undefined });
    redirect(await afterSignIn(ctx, session.token, { next, locale }));
  });
}

export async function staffAction(_: FormState, form: FormData): Promise<FormState> {
  const state = await submit(form, staffEntry, async ({ next, shared, ...entry }, locale) => {
    const ctx = await requestContext();
    const { stamp, ...session } = await signInStaff(ctx, entry);
    if (!shared) await rememberDevice(entry.email, stamp);
    await startSession(session, { isShared: shared !== undefined });
    redirect(await afterSignIn(ctx, session.token, { next, locale }));
  });
  return withoutSecrets(state);
}

/** The recovery codes travel in this one answer. */
export async function setUpAction(_: FormState, form: FormData): Promise<FormState> {
  const state = await submit(form, setUp, async (entry, locale) => {
    const ctx = await requestContext();
    const { session, recovery } = await acceptInvitation(ctx, entry);
    await startSession(session);
    if (recovery.length === 0) redirect(`/${locale}/me/account?changed`);
    const start = await afterSignIn(ctx, session.token, { next: null, locale });
    return { ...EMPTY_FORM, values: { recovery: recovery.map(inHalves).join("\n"), start } };
  });
  return withoutSecrets(state);
}

export async function endSessionAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, personId, async ({ id }, locale) => {
    await endOwnSession(await requestContext(), id);
    redirect(saying(`/${locale}/me/account`, "loginEnded"));
  });
}

export async function endOtherSessionsAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, z.object({}), async (_nothing, locale) => {
    await endOtherSessions(await requestContext(), await sessionToken());
    redirect(saying(`/${locale}/me/account`, "otherLoginsEnded"));
  });
}

/** The token travels in this one answer. */
export async function makeTokenAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, tokenInput, async (input) => {
    const token = await createOwnToken(await requestContext(), input);
    refresh();
    return { ...EMPTY_FORM, values: { token } };
  });
}

export async function revokeTokenAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, personId, async ({ id }, locale) => {
    await revokeOwnToken(await requestContext(), id);
    redirect(saying(`/${locale}/me/account`, "keyEnded"));
  });
}

export async function addPersonAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, newPerson, async ({ language, ...person }, locale) => {
    const ctx = await requestContext();
    const { email, spaceId } = person;
    if (email && !can(ctx.actor, "people.manage")) {
      await offerRole(ctx, { email, role: "learner", spaceId }, language);
      redirect(`/${locale}/admin/people?offered`);
    }
    const id = await addPerson(ctx, { ...person, locale: language });
    redirect(saying(`/${locale}/admin/people/${id}`, "personAdded"));
  });
}

export async function grantRoleAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, roleInput, async ({ id, ...input }, locale) => {
    const { isOffered } = await giveRole(
      await requestContext(),
      { ...input, personId: id },
      locale,
    );
    const page = `/${locale}/admin/people/${id}`;
    redirect(isOffered ? `${page}?offered` : saying(page, "roleGiven"));
  });
}

export async function acceptOfferAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, personId, async ({ id }, locale) => {
    await acceptOffer(await requestContext(), id, locale);
    redirect(saying(`/${locale}/me/account`, "roleAccepted"));
  });
}

export async function refuseOfferAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, personId, async ({ id }, locale) => {
    await refuseOffer(await requestContext(), id);
    redirect(saying(`/${locale}/me/account`, "refused"));
  });
}

export async function addOrganisationAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, newOrganisation, async (organisation, locale) => {
    await addOrganisation(await requestContext(), organisation);
    redirect(saying(`/${locale}/admin/organisations`, "organisationAdded"));
  });
}

export async function removeOrganisationAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, oneOrganisation, async ({ id }, locale) => {
    await removeOrganisation(await requestContext(), id);
    redirect(saying(`/${locale}/admin/organisations`, "organisationRemoved"));
  });
}

export async function removeRoleAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, heldRole, async ({ id, roleId }, locale) => {
    await removeRole(await requestContext(), roleId);
    redirect(saying(`/${locale}/admin/people/${id}`, "roleRemoved"));
  });
}

/**
 * The card's code and its QR code travel in this one answer. After `#`, where no server and no log
 * sees it.
 */
export async function issueCardAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, personId, async ({ id }, locale) =>
    printed(await issueCard(await requestContext(), id), locale),
  );
}

export async function issueOwnCardAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, z.object({}), async (_nothing, locale) =>
    printed(await issueOwnCard(await requestContext()), locale),
  );
}

async function printed(code: string, locale: Locale): Promise<FormState> {
  refresh();
  const qr = await qrImage(`${settings().publicUrl}/${locale}/sign-in/card#${code}`);
  return { ...EMPTY_FORM, values: { code: inFours(code), qr } };
}

export async function revokeOwnCardAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, z.object({}), async (_nothing, locale) => {
    await revokeOwnCard(await requestContext());
    redirect(saying(`/${locale}/me/account`, "cardEnded"));
  });
}

export async function revokeCardAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, personId, async ({ id }, locale) => {
    await revokeCard(await requestContext(), id);
    redirect(saying(`/${locale}/admin/people/${id}`, "cardEnded"));
  });
}

export async function inviteAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, personId, async ({ id }, locale) => {
    await sendInvitation(await requestContext(), id, locale);
    redirect(`/${locale}/admin/people/${id}?invited`);
  });
}

export async function disablePersonAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, personId, async ({ id }, locale) => {
    await disablePerson(await requestContext(), id);
    redirect(saying(`/${locale}/admin/people/${id}`, "personDisabled"));
  });
}

export async function enablePersonAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, personId, async ({ id }, locale) => {
    await enablePerson(await requestContext(), id);
    redirect(saying(`/${locale}/admin/people/${id}`, "personEnabled"));
  });
}

/** What was typed is kept, except what nobody should read back from a page. */
function withoutSecrets({
  values: { password: _password, code: _code, ...values },
  ...state
}: FormState) {
  return { ...state, values };
}
