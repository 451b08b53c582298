"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { requestContext } from "#lib/identity/session.ts";
import { DomainError } from "#lib/platform/errors.ts";
import { type FormState, submit } from "#lib/platform/forms.ts";
import { answerRequest } from "./approvals.ts";
import { endBlocking, keepForGroup } from "./blockings.ts";
import { checkIn, forgiveMissed, noteMissed } from "./check-in.ts";
import { blockingForm, blockingPlan, closureForm, closurePlan } from "./closure-form.ts";
import { askForClosure, MOST_DISPLACED_AT_ONCE } from "./closure-task.ts";
import { closeRooms, reopen } from "./closures.ts";
import { addQuota, removeQuota, setMissedAllowed } from "./limits.ts";
import { missedWish, quotaWish } from "./schema.ts";

const oneId = z.object({ id: z.uuid() });

export async function checkInAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, oneId, async ({ id }, locale) => {
    await checkIn(await requestContext(), id);
    redirect(`/${locale}/me/bookings/${id}`);
  });
}

const answerForm = oneId.extend({
  version: z.coerce.number().int(),
  answer: z.enum(["confirm", "refuse"], "booking.choose_answer"),
  note: z.string().trim().max(500, "booking.purpose_too_long").default(""),
  /** The page on which it was answered. */
  on: z.enum(["requests", "today", "calendar"]).catch("requests"),
  /** Of the page of a day. */
  day: z.iso.date().optional().catch(undefined),
});

const ANSWERED_ON = { requests: "/desk/requests", today: "/desk", calendar: "/desk/calendar" };

export async function answerRequestAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, answerForm, async ({ id, version, answer, note, on, day }, locale) => {
    await answerRequest(await requestContext(), id, { confirm: answer === "confirm", version, note });
    const query = new URLSearchParams({ answered: answer, ...(day ? { day } : {}) });
    redirect(`/${locale}${ANSWERED_ON[on]}?${query}`);
  });
}

export async function noteMissedAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, oneId, async ({ id }, locale) => {
    await noteMissed(await requestContext(), id);
    redirect(`/${locale}/me/bookings/${id}`);
  });
}

export async function forgiveAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, oneId, async ({ id }, locale) => {
    await forgiveMissed(await requestContext(), id);
    redirect(`/${locale}/desk/requests`);
  });
}

const confirmedClosure = closureForm.extend({
  space: z.string(),
  seen: z.string().default(""),
  /** Of this form: a closure that is left to the worker twice is one task. */
  key: z.string().max(60).default(""),
});

/**
 * Closes what was shown; when others have booked meanwhile, the list is shown anew. One that displaces many is left to the
 * worker, and a page of its own says how far it is.
 */
export async function closeRoomsAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, confirmedClosure, async (wish, locale) => {
    const plan = closurePlan(wish);
    if (!plan) throw new DomainError("invalid", { code: "booking.not_a_moment" });
    const ctx = await requestContext();
    const { key, ...closure } = wish;
    const seen = wish.seen.split(" ").filter(Boolean);
    if (seen.length > MOST_DISPLACED_AT_ONCE)
      redirect(`/${locale}/desk/tasks/${await askForClosure(ctx, { ...closure, seen }, key || seen.join())}`);
    const { offered } = await closeRooms(ctx, plan, seen);
    redirect(`/${locale}/desk/closures?space=${encodeURIComponent(wish.space)}&made=${offered}`);
  });
}

export async function reopenAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, oneId.extend({ space: z.string() }), async ({ id, space }, locale) => {
    await reopen(await requestContext(), id);
    redirect(`/${locale}/desk/closures?space=${space}`);
  });
}

const confirmedBlocking = blockingForm.extend({ space: z.string().max(120) });

export async function keepForGroupAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, confirmedBlocking, async (wish, locale) => {
    const plan = blockingPlan(wish);
    if (!plan) throw new DomainError("invalid", { code: "booking.not_a_moment" });
    await keepForGroup(await requestContext(), plan);
    redirect(`/${locale}/desk/blockings?space=${encodeURIComponent(wish.space)}&made=1`);
  });
}

export async function endBlockingAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, oneId.extend({ space: z.string().max(120) }), async ({ id, space }, locale) => {
    await endBlocking(await requestContext(), id);
    redirect(`/${locale}/desk/blockings?space=${encodeURIComponent(space)}`);
  });
}

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
