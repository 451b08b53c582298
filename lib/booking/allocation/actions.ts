"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { type FormState, submit } from "#lib/foundation/platform/forms/forms.ts";
import { addQuota, removeQuota, setMissedAllowed } from "./limits.ts";
import { missedInput, quotaInput } from "./schema.ts";

const oneId = z.object({ id: z.uuid() });

const inSpace = z.object({ spaceId: z.uuid(), space: z.string().max(120) });

export async function addQuotaAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(
    form,
    quotaInput.extend(inSpace.shape),
    async ({ spaceId, space, ...input }, locale) => {
      await addQuota(await requestContext(), spaceId, input);
      redirect(`/${locale}/desk/limits?space=${encodeURIComponent(space)}&saved=1`);
    },
  );
}

export async function removeQuotaAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, inSpace.extend(oneId.shape), async ({ spaceId, space, id }, locale) => {
    await removeQuota(await requestContext(), spaceId, id);
    redirect(`/${locale}/desk/limits?space=${encodeURIComponent(space)}&saved=1`);
  });
}

export async function setMissedAllowedAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(
    form,
    missedInput.extend(inSpace.shape),
    async ({ spaceId, space, missedAllowed }, locale) => {
      await setMissedAllowed(await requestContext(), spaceId, missedAllowed);
      redirect(`/${locale}/desk/limits?space=${encodeURIComponent(space)}&saved=1`);
    },
  );
}
