"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { requestContext } from "#lib/foundation/identity/session.ts";
import { type FormState, submit } from "#lib/foundation/platform/forms.ts";
import { addQuota, removeQuota, setMissedAllowed } from "./limits.ts";
import { missedWish, quotaWish } from "./schema.ts";

const oneId = z.object({ id: z.uuid() });

const inSpace = z.object({ spaceId: z.uuid(), space: z.string().max(120) });

export async function addQuotaAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, quotaWish.extend(inSpace.shape), async ({ spaceId, space, ...wish }, locale) => {
    await addQuota(await requestContext(), spaceId, wish);
    redirect(`/${locale}/desk/limits?space=${encodeURIComponent(space)}&saved=1`);
  });
}

export async function removeQuotaAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, inSpace.extend(oneId.shape), async ({ spaceId, space, id }, locale) => {
    await removeQuota(await requestContext(), spaceId, id);
    redirect(`/${locale}/desk/limits?space=${encodeURIComponent(space)}&saved=1`);
  });
}

export async function setMissedAllowedAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, missedWish.extend(inSpace.shape), async ({ spaceId, space, missedAllowed }, locale) => {
    await setMissedAllowed(await requestContext(), spaceId, missedAllowed);
    redirect(`/${locale}/desk/limits?space=${encodeURIComponent(space)}&saved=1`);
  });
}
