"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { EMPTY_FORM, type FormState, submit } from "#lib/foundation/platform/forms/forms.ts";
import {
  addWebhook,
  removeWebhook,
  rotateSecret,
  sendAgain,
  sendTest,
  setWebhookActive,
} from "./commands.ts";
import { webhookInput } from "./schema.ts";

const inSpace = z.object({ spaceId: z.uuid(), space: z.string().max(120) });
const one = z.object({ id: z.uuid(), space: z.string().max(120) });

/** The secret is shown in this one answer. */
export async function addWebhookAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(
    form,
    webhookInput.extend(inSpace.shape),
    async ({ spaceId, space: _space, ...input }) => {
      const { secret } = await addWebhook(await requestContext(), spaceId, input);
      return { ...EMPTY_FORM, values: { token: secret } };
    },
  );
}

export async function rotateSecretAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, one, async ({ id }) => {
    const { secret } = await rotateSecret(await requestContext(), id);
    return { ...EMPTY_FORM, values: { token: secret } };
  });
}

const toDo = one.extend({ what: z.enum(["test", "pause", "resume", "remove", "again"]) });

export async function webhookAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, toDo, async ({ id, space, what }, locale) => {
    const ctx = await requestContext();
    if (what === "test") await sendTest(ctx, id);
    if (what === "pause" || what === "resume") await setWebhookActive(ctx, id, what === "resume");
    if (what === "remove") await removeWebhook(ctx, id);
    if (what === "again") await sendAgain(ctx, id);
    redirect(`/${locale}/desk/webhooks?space=${encodeURIComponent(space)}&done=${what}`);
  });
}
