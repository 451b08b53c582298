"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { type Said, saying } from "#lib/foundation/i18n/said.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { EMPTY_FORM, type FormState, submit } from "#lib/foundation/platform/forms/forms.ts";
import type { MadeLink } from "../credentials/links.ts";
import type { ShareState } from "../credentials/schema.ts";
import type { Verdict } from "../verification/outcome.ts";
import { fileFrom } from "../verification/schema.ts";
import {
  addCollection,
  checkAgain,
  endShares,
  fillCollection,
  importBadge,
  removeBadge,
  removeCollection,
  shareCollection,
} from "./commands.ts";
import type { Holder } from "./holder.ts";
import {
  collectionItems,
  importForm,
  linksForm,
  newCollection,
  oneThing,
  shareForm,
} from "./schema.ts";

/** What is said of a badge that is kept though it does not count, or nobody knows. */
const KEPT: Partial<Record<Verdict, Said>> = {
  unknown_issuer: "badgeKeptUnknown",
  unsure: "badgeKeptUnsure",
  withdrawn: "badgeKeptWithdrawn",
  expired: "badgeKeptExpired",
  not_yet: "badgeKeptNotYet",
};

/** What is said of a good one: whose it is, as far as anybody knows. */
const KEPT_OF: Record<Holder, Said> = {
  matches: "badgeKept",
  other: "badgeKeptOfAnother",
  unknown: "badgeKeptUnchecked",
};

export async function importBadgeAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, importForm, async (_given, locale) => {
    const ctx = { ...(await requestContext()), locale };
    const { verdict, holder } = await importBadge(ctx, await fileFrom(form));
    redirect(saying(`/${locale}/me/backpack`, KEPT[verdict] ?? KEPT_OF[holder]));
  });
}

export async function checkAgainAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, oneThing, async ({ id }, locale) => {
    await checkAgain(await requestContext(), id);
    redirect(saying(`/${locale}/me/backpack`, "badgeChecked"));
  });
}

export async function removeBadgeAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, oneThing, async ({ id }, locale) => {
    await removeBadge(await requestContext(), id);
    redirect(saying(`/${locale}/me/backpack`, "badgeRemoved"));
  });
}

export async function addCollectionAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, newCollection, async ({ name }, locale) => {
    await addCollection(await requestContext(), name);
    redirect(saying(`/${locale}/me/backpack`, "groupMade"));
  });
}

export async function fillCollectionAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, collectionItems, async ({ id, badges }, locale) => {
    await fillCollection(await requestContext(), id, badges);
    redirect(saying(`/${locale}/me/backpack`, "saved"));
  });
}

export async function removeCollectionAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, oneThing, async ({ id }, locale) => {
    await removeCollection(await requestContext(), id);
    redirect(saying(`/${locale}/me/backpack`, "groupRemoved"));
  });
}

/** Makes a link with which others see a collection: it is shown once. */
export async function shareCollectionAction(_: ShareState, form: FormData): Promise<ShareState> {
  let made: MadeLink | null = null;
  const state = await submit(form, shareForm, async ({ id, days }, locale) => {
    made = await shareCollection({ ...(await requestContext()), locale }, id, Number(days));
    refresh();
    return EMPTY_FORM;
  });
  return { ...state, made };
}

export async function endCollectionLinksAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, linksForm, async ({ id, link }, locale) => {
    await endShares(await requestContext(), id, link);
    redirect(saying(`/${locale}/me/backpack`, link ? "linkEnded" : "linksEnded"));
  });
}
