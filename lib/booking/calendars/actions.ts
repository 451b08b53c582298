"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { saying } from "#lib/foundation/i18n/said.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { EMPTY_FORM, type FormState, submit } from "#lib/foundation/platform/forms/forms.ts";
import { makeFeed, revokeFeed } from "./feeds.ts";
import { feedInput } from "./schema.ts";

/** Makes a feed and shows its address once. */
export async function makeFeedAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, feedInput, async (input) => {
    const { address } = await makeFeed(await requestContext(), input);
    refresh();
    return { ...EMPTY_FORM, values: { token: address } };
  });
}

export async function revokeFeedAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, z.object({ id: z.uuid() }), async ({ id }, locale) => {
    await revokeFeed(await requestContext(), id);
    redirect(saying(`/${locale}/me/calendars`, "feedEnded"));
  });
}
