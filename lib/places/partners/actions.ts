"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { saying } from "#lib/foundation/i18n/said.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { seenMark } from "#lib/foundation/platform/database/as-seen.ts";
import { type FormState, submit } from "#lib/foundation/platform/forms/forms.ts";
import { confirmMessage, setContact, writeTo } from "./contact.ts";
import {
  acceptInvitation,
  inviteOrganisation,
  refuseInvitation,
  withdrawInvitation,
} from "./invitations.ts";
import {
  acceptForm,
  confirmForm,
  contactAddress,
  contactForm,
  invitationForm,
  oneInvitation,
  refuseForm,
} from "./schema.ts";

const pageOf = (locale: string, slug: string) => `/${locale}/community/${encodeURIComponent(slug)}`;

export async function writeToAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, contactForm, async (letter, locale) => {
    const way = await writeTo({ ...(await requestContext()), locale }, letter);
    redirect(
      saying(pageOf(locale, letter.slug), way === "sent" ? "letterSent" : "letterToConfirm"),
    );
  });
}

export async function confirmMessageAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, confirmForm, async ({ token }, locale) => {
    const { slug } = await confirmMessage(await requestContext(), token);
    redirect(saying(pageOf(locale, slug), "letterSent"));
  });
}

export async function setContactAction(_: FormState, form: FormData): Promise<FormState> {
  const changing = contactAddress.and(z.object({ revision: seenMark }));
  return submit(form, changing, async ({ revision, ...contact }, locale) => {
    await setContact(await requestContext(), contact, revision);
    redirect(saying(`/${locale}/admin/actors/${encodeURIComponent(contact.slug)}`, "saved"));
  });
}

export async function inviteOrganisationAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, invitationForm, async (asked, locale) => {
    await inviteOrganisation(await requestContext(), asked);
    redirect(saying(`/${locale}/desk/partners`, "organisationInvited"));
  });
}

export async function withdrawInvitationAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, oneInvitation, async ({ id }, locale) => {
    await withdrawInvitation(await requestContext(), id);
    redirect(saying(`/${locale}/desk/partners`, "invitationWithdrawn"));
  });
}

export async function acceptInvitationAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, acceptForm, async (said, locale) => {
    await acceptInvitation(await requestContext(), said);
    redirect(saying(`/${locale}/network`, "invitationAccepted"));
  });
}

export async function refuseInvitationAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, refuseForm, async (said, locale) => {
    await refuseInvitation(await requestContext(), said);
    redirect(saying(`/${locale}/network`, "invitationRefused"));
  });
}
