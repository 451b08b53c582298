"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { saying } from "#lib/foundation/i18n/said.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { EMPTY_FORM, type FormState, submit } from "#lib/foundation/platform/forms/forms.ts";
import type { MadeLink } from "../credentials/links.ts";
import type { ShareState } from "../credentials/schema.ts";
import {
  acceptBadge,
  acceptOnPaper,
  appealRefusal,
  applyForBadge,
  awardAfterSession,
  awardByCard,
  decideOnRequest,
  declineBadge,
  submitAgain,
  withdrawRequest,
} from "./commands.ts";
import { endPaperLinks, sharePaperBadge } from "./paper.ts";
import { answerReview } from "./reviews.ts";
import {
  appeal,
  application,
  decision,
  deskAward,
  oneAward,
  paperLink,
  paperLinks,
  peerAnswer,
  resubmission,
  sessionAward,
} from "./schema.ts";

export async function applyForBadgeAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, application, async (asked, locale) => {
    await applyForBadge(await requestContext(), asked);
    redirect(saying(`/${locale}/me/badges`, "badgeAskedFor"));
  });
}

export async function submitAgainAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, resubmission, async ({ id, statement }, locale) => {
    await submitAgain(await requestContext(), id, statement);
    redirect(saying(`/${locale}/me/badges`, "badgeAskedFor"));
  });
}

export async function appealRefusalAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, appeal, async ({ id, appeal: why }, locale) => {
    await appealRefusal(await requestContext(), id, why);
    redirect(saying(`/${locale}/me/badges`, "badgeAppealed"));
  });
}

export async function withdrawRequestAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, oneAward, async ({ id }, locale) => {
    await withdrawRequest(await requestContext(), id);
    redirect(saying(`/${locale}/me/badges`, "requestTakenBack"));
  });
}

export async function acceptBadgeAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, oneAward, async ({ id }, locale) => {
    await acceptBadge({ ...(await requestContext()), locale }, id);
    redirect(saying(`/${locale}/me/badges`, "badgeAccepted"));
  });
}

export async function declineBadgeAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, oneAward, async ({ id }, locale) => {
    await declineBadge(await requestContext(), id);
    redirect(saying(`/${locale}/me/badges`, "badgeDeclined"));
  });
}

export async function answerReviewAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, peerAnswer, async (answer, locale) => {
    await answerReview(await requestContext(), answer);
    redirect(saying(`/${locale}/me/badges`, "badgeReviewed"));
  });
}

const DECIDED = {
  approve: "badgeAwarded",
  ask_changes: "badgeQuestionSent",
  refuse: "badgeRefused",
} as const;

export async function decideOnRequestAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, decision, async (decided, locale) => {
    await decideOnRequest(await requestContext(), decided);
    redirect(saying(`/${locale}/desk/badges`, DECIDED[decided.what]));
  });
}

export async function acceptOnPaperAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, oneAward, async ({ id }, locale) => {
    const badge = await acceptOnPaper(await requestContext(), id, locale);
    redirect(saying(`/${locale}/badges/awarded/${badge}`, "badgeSigned"));
  });
}

/** A link for the sheet of somebody who said yes on paper: it is shown once. */
export async function sharePaperBadgeAction(_: ShareState, form: FormData): Promise<ShareState> {
  let made: MadeLink | null = null;
  const state = await submit(form, paperLink, async ({ id }) => {
    made = await sharePaperBadge(await requestContext(), id);
    refresh();
    return EMPTY_FORM;
  });
  return { ...state, made };
}

export async function endPaperLinksAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, paperLinks, async ({ id, link }, locale) => {
    await endPaperLinks(await requestContext(), id, link);
    redirect(saying(`/${locale}/badges/awarded/${id}`, link ? "linkEnded" : "linksEnded"));
  });
}

export async function awardByCardAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, deskAward, async (asked, locale) => {
    await awardByCard(await requestContext(), asked);
    redirect(saying(`/${locale}/desk/badges`, "badgeAwarded"));
  });
}

/** How many got it, and how many did not after all, stands on the page that follows. */
export async function awardAfterSessionAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, sessionAward, async (asked, locale) => {
    const { awarded, unmet, known } = await awardAfterSession(await requestContext(), asked);
    const left = unmet.length + known.length;
    const query = left > 0 ? `awarded=${awarded}&left=${left}` : `awarded=${awarded}`;
    redirect(`/${locale}/desk/sessions/${asked.session}/badges?${query}`);
  });
}
