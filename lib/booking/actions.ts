"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { requestContext } from "#lib/identity/session.ts";
import { DomainError } from "#lib/platform/errors.ts";
import { type FormState, submit } from "#lib/platform/forms.ts";
import { cancelBooking, changeBooking, requestBooking } from "./commands.ts";
import { wallMoment } from "./days.ts";
import { findBooking } from "./queries.ts";
import { bookingRequest, equipmentList, partySize, wallRange } from "./schema.ts";

const confirmation = bookingRequest.extend({ equipment: equipmentList.default([]), key: z.uuid() });

/** The last screen of a booking: one button. Its hidden key makes a second press harmless. */
export async function confirmBookingAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, confirmation, async ({ key, ...request }, locale) => {
    const { id } = await requestBooking(await requestContext(), request, key);
    redirect(`/${locale}/me/bookings/${id}`);
  });
}

export async function cancelBookingAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, z.object({ id: z.uuid() }), async ({ id }, locale) => {
    await cancelBooking(await requestContext(), id);
    redirect(`/${locale}/me/bookings/${id}`);
  });
}

const changeForm = wallRange.extend({ id: z.uuid(), version: z.coerce.number().int(), people: partySize });

/** A booking moved or resized through a form, in the wall time of its space. */
export async function changeBookingAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, changeForm, async ({ id, version, people, day, from, to }, locale) => {
    const ctx = await requestContext();
    const booking = await findBooking(ctx, id);
    if (!booking) throw new DomainError("not_found", { code: "booking.unknown" });
    const start = wallMoment(day, from, booking.timeZone);
    const end = wallMoment(day, to, booking.timeZone);
    if (!start || !end) throw new DomainError("invalid", { code: "booking.not_a_moment" });
    await changeBooking(ctx, id, { start, end, people, version });
    redirect(`/${locale}/me/bookings/${id}?changed=1`);
  });
}
