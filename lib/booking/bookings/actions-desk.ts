"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { saying } from "#lib/foundation/i18n/said.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { type FormState, submit } from "#lib/foundation/platform/forms/forms.ts";
import { answerRequest } from "./approvals.ts";
import { checkIn, forgiveMissed, noteMissed } from "./check-in.ts";

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
    await answerRequest(await requestContext(), id, {
      confirm: answer === "confirm",
      version,
      note,
    });
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
    redirect(saying(`/${locale}/desk/requests`, "missedForgiven"));
  });
}
