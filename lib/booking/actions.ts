"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { requestContext } from "#lib/identity/session.ts";
import { DomainError } from "#lib/platform/errors.ts";
import { type FormState, submit } from "#lib/platform/forms.ts";
import { cancelBooking, changeBooking, requestBooking } from "./commands.ts";
import { wallMoment } from "./days.ts";
import { findBooking, findRoom } from "./queries.ts";
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

const changeForm = wallRange.extend({
  id: z.uuid(),
  version: z.coerce.number().int(),
  people: partySize,
  roomId: z.uuid().optional(),
});

/** A booking moved or resized through a form, in the wall time of its space. */
export async function changeBookingAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, changeForm, async ({ id, version, people, roomId, day, from, to }, locale) => {
    const ctx = await requestContext();
    const booking = await findBooking(ctx, id);
    if (!booking) throw new DomainError("not_found", { code: "booking.unknown" });
    const start = wallMoment(day, from, booking.timeZone);
    const end = wallMoment(day, to, booking.timeZone);
    if (!start || !end) throw new DomainError("invalid", { code: "booking.not_a_moment" });
    await changeBooking(ctx, id, { start, end, people, version, roomId });
    redirect(`/${locale}/me/bookings/${id}?changed=1`);
  });
}

const staffForm = wallRange.extend({
  roomId: z.uuid("booking.unknown_room"),
  people: partySize,
  purpose: z.string().trim().min(1, "booking.needs_purpose").max(500, "booking.purpose_too_long"),
  key: z.uuid(),
});

/** A booking made at the desk, in the wall time of the space. */
export async function bookAtDeskAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, staffForm, async ({ roomId, people, purpose, key, day, from, to }, locale) => {
    const ctx = await requestContext();
    const room = await findRoom(ctx, roomId);
    if (!room) throw new DomainError("not_found", { code: "booking.unknown_room" });
    const start = wallMoment(day, from, room.timeZone);
    const end = wallMoment(day, to, room.timeZone);
    if (!start || !end) throw new DomainError("invalid", { code: "booking.not_a_moment" });
    await requestBooking(ctx, { roomId, start, end, people, equipment: [], purpose }, key);
    redirect(`/${locale}/desk/calendar?space=${room.spaceSlug}&day=${day}`);
  });
}
