"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { saying } from "#lib/foundation/i18n/said.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { type FormState, submit } from "#lib/foundation/platform/forms/forms.ts";
import { endBlocking, keepForGroup } from "./blockings.ts";
import { blockingForm, blockingPlan, closureForm, closurePlan } from "./closure-form.ts";
import { askForClosure, MOST_DISPLACED_AT_ONCE } from "./closure-task.ts";
import { closeRooms, reopen } from "./closures.ts";

const oneId = z.object({ id: z.uuid() });

const confirmedClosure = closureForm.extend({
  space: z.string(),
  seen: z.string().default(""),
  /** Of this form: a closure that is left to the worker twice is one task. */
  key: z.string().max(60).default(""),
});

/**
 * Closes what was shown; when others have booked meanwhile, the list is shown anew. One that
 * displaces many is left to the worker, and a page of its own says how far it is.
 */
export async function closeRoomsAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, confirmedClosure, async (input, locale) => {
    const plan = closurePlan(input);
    if (!plan) throw new DomainError("invalid", { code: "booking.not_a_moment" });
    const ctx = await requestContext();
    const { key, ...closure } = input;
    const seen = input.seen.split(" ").filter(Boolean);
    if (seen.length > MOST_DISPLACED_AT_ONCE)
      redirect(
        `/${locale}/desk/tasks/${await askForClosure(ctx, { ...closure, seen }, key || seen.join())}`,
      );
    const { offered } = await closeRooms(ctx, plan, seen);
    redirect(`/${locale}/desk/closures?space=${encodeURIComponent(input.space)}&made=${offered}`);
  });
}

export async function reopenAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, oneId.extend({ space: z.string() }), async ({ id, space }, locale) => {
    await reopen(await requestContext(), id);
    redirect(saying(`/${locale}/desk/closures?space=${space}`, "reopened"));
  });
}

const confirmedBlocking = blockingForm.extend({ space: z.string().max(120) });

export async function keepForGroupAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, confirmedBlocking, async (input, locale) => {
    const plan = blockingPlan(input);
    if (!plan) throw new DomainError("invalid", { code: "booking.not_a_moment" });
    await keepForGroup(await requestContext(), plan);
    redirect(`/${locale}/desk/blockings?space=${encodeURIComponent(input.space)}&made=1`);
  });
}

export async function endBlockingAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(
    form,
    oneId.extend({ space: z.string().max(120) }),
    async ({ id, space }, locale) => {
      await endBlocking(await requestContext(), id);
      redirect(
        saying(`/${locale}/desk/blockings?space=${encodeURIComponent(space)}`, "blockingEnded"),
      );
    },
  );
}
