"use server";

import { redirect } from "next/navigation";
import { saying } from "#lib/foundation/i18n/said.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { type FormState, submit } from "#lib/foundation/platform/forms/forms.ts";
import {
  askForOwnBadge,
  askOrganisation,
  recognise,
  refuse,
  withdrawEndorsement,
  withdrawRequest,
} from "./commands.ts";
import { thanksAddress } from "./rules.ts";
import { no, oneRequest, ownRequest, staffRequest, withdrawal, yes } from "./schema.ts";

export async function askOrganisationAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, staffRequest, async (asked, locale) => {
    await askOrganisation(await requestContext(), asked);
    redirect(saying(`/${locale}/desk/recognition`, "recognitionAsked"));
  });
}

export async function askForOwnBadgeAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, ownRequest, async (asked, locale) => {
    await askForOwnBadge(await requestContext(), asked);
    redirect(saying(`/${locale}/badges/awarded/${asked.id}`, "recognitionAsked"));
  });
}

/** From the desk, or from the page of one's own badge: `here` says where one was. */
export async function withdrawRequestAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, oneRequest, async ({ id, here }, locale) => {
    await withdrawRequest(await requestContext(), id);
    const back = here ? `/${locale}/badges/awarded/${here}` : `/${locale}/desk/recognition`;
    redirect(saying(back, "recognitionTakenBack"));
  });
}

/**
 * The link with which it is withdrawn is in the mail that follows: an address on a page stays in
 * the history of a browser.
 */
export async function recogniseAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, yes, async (said, locale) => {
    const ctx = await requestContext();
    await recognise(ctx, said);
    redirect(
      said.token === ""
        ? saying(`/${locale}/partner`, "recognitionSigned")
        : thanksAddress(locale, "signed", ctx.now),
    );
  });
}

export async function refuseAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, no, async (said, locale) => {
    const ctx = await requestContext();
    await refuse(ctx, said);
    redirect(
      said.token === ""
        ? saying(`/${locale}/partner`, "recognitionRefused")
        : thanksAddress(locale, "refused", ctx.now),
    );
  });
}

export async function withdrawEndorsementAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, withdrawal, async (said, locale) => {
    const ctx = await requestContext();
    await withdrawEndorsement(ctx, said);
    if (said.token !== "") redirect(thanksAddress(locale, "withdrawn", ctx.now));
    const back = said.from === "desk" ? `/${locale}/desk/recognition` : `/${locale}/partner`;
    redirect(saying(back, "recognitionWithdrawn"));
  });
}
