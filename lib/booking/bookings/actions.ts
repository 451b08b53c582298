"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { findRoom, needsApproval } from "#lib/booking/allocation/rooms-to-book.ts";
import { equipmentList, partySize } from "#lib/booking/allocation/schema.ts";
import { checkAddress } from "#lib/booking/search/input.ts";
import { saying } from "#lib/foundation/i18n/said.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { isKeyReused } from "#lib/foundation/platform/database/idempotency.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { type FormState, submit } from "#lib/foundation/platform/forms/forms.ts";
import { wallHours } from "#lib/foundation/platform/time/days.ts";
import { giveGuestLink, personAtDesk } from "./at-desk.ts";
import {
  cancelBooking,
  changeBooking,
  endBookingEarly,
  ownBooking,
  restoreBooking,
} from "./commands.ts";
import {
  acceptMandate,
  MANDATE_DAYS,
  offerMandate,
  refuseMandate,
  withdrawMandateOffer,
} from "./mandate-offers.ts";
import { endMandate } from "./mandates.ts";
import {
  acceptProposal,
  PROPOSALS,
  proposeBooking,
  refuseProposal,
  withdrawProposal,
} from "./proposals.ts";
import { type BookingView, findBooking } from "./queries.ts";
import { requestBooking } from "./requesting.ts";
import { bookingRequest, changedLayoutField, layoutField, roomIds, wallRange } from "./schema.ts";
import { acceptOffer, joinWaiting, leaveWaiting } from "./waiting.ts";

const confirmation = bookingRequest.extend({
  equipment: equipmentList.default([]),
  resources: roomIds.optional(),
  layoutId: layoutField,
  key: z.uuid(),
});

/** The last screen of a booking: one button. Its hidden key makes a second press harmless. */
export async function confirmBookingAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, confirmation, async ({ key, ...request }, locale) => {
    const ctx = await requestContext();
    if (
      !request.purpose.trim() &&
      (await needsApproval(ctx, request.resources ?? [request.roomId]))
    )
      throw new DomainError("invalid", { code: "booking.needs_purpose" });
    const { id } = await requestBooking(ctx, request, key).catch((error: unknown) => {
      // The same screen again: it says who was first, what else is free, and how to wait; or that
      // it is theirs, where the answer never came and they changed something since.
      const isTaken = error instanceof DomainError && "alternatives" in error.details;
      if (isTaken || isKeyReused(error)) redirect(`/${locale}/book/check?${checkAddress(request)}`);
      throw error;
    });
    redirect(`/${locale}/me/bookings/${id}`);
  });
}

/** Waits for a room that is taken. */
export async function joinWaitingAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, confirmation.omit({ key: true }), async (request, locale) => {
    const { isAgain } = await joinWaiting(await requestContext(), request);
    redirect(saying(`/${locale}/me`, isAgain ? "waitingChanged" : "waitingJoined"));
  });
}

const oneId = z.object({ id: z.uuid() });

export async function leaveWaitingAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, oneId, async ({ id }, locale) => {
    await leaveWaiting(await requestContext(), id);
    redirect(saying(`/${locale}/me`, "waitingLeft"));
  });
}

export async function acceptOfferAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, oneId, async ({ id }, locale) => {
    await acceptOffer(await requestContext(), id);
    redirect(`/${locale}/me/bookings/${id}`);
  });
}

export async function restoreBookingAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, oneId, async ({ id }, locale) => {
    await restoreBooking(await requestContext(), id);
    redirect(`/${locale}/me/bookings/${id}`);
  });
}

export async function endEarlyAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, oneId, async ({ id }, locale) => {
    await endBookingEarly(await requestContext(), id);
    redirect(`/${locale}/me/bookings/${id}`);
  });
}

const shareForm = oneId.extend({
  email: z.email("identity.check_email").max(200),
  kind: z.enum(PROPOSALS),
});

/** Asks somebody to look after a booking as well, or to take it over. */
export async function proposeBookingAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, shareForm, async ({ id, ...proposal }, locale) => {
    await proposeBooking(await requestContext(), id, proposal);
    redirect(`/${locale}/me/bookings/${id}?proposed=1`);
  });
}

export async function acceptProposalAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, oneId, async ({ id }, locale) => {
    const { bookingId } = await acceptProposal(await requestContext(), id);
    redirect(saying(`/${locale}/me/bookings/${bookingId}`, "proposalAccepted"));
  });
}

export async function refuseProposalAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, oneId, async ({ id }, locale) => {
    await refuseProposal(await requestContext(), id);
    redirect(saying(`/${locale}/me`, "refused"));
  });
}

export async function withdrawProposalAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, oneId, async ({ id }, locale) => {
    const { bookingId } = await withdrawProposal(await requestContext(), id);
    redirect(saying(`/${locale}/me/bookings/${bookingId}`, "requestTakenBack"));
  });
}

const mandateForm = z.object({
  email: z.email("identity.check_email").max(200),
  days: z.coerce.number().pipe(z.literal([...MANDATE_DAYS])),
});

/** Asks somebody to book in one's name. */
export async function offerMandateAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, mandateForm, async (mandate, locale) => {
    await offerMandate(await requestContext(), mandate);
    redirect(`/${locale}/me/helpers?offered=1`);
  });
}

export async function acceptMandateAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, oneId, async ({ id }, locale) => {
    await acceptMandate(await requestContext(), id);
    redirect(saying(`/${locale}/me/helpers`, "mandateAccepted"));
  });
}

export async function refuseMandateAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, oneId, async ({ id }, locale) => {
    await refuseMandate(await requestContext(), id);
    redirect(saying(`/${locale}/me/helpers`, "refused"));
  });
}

export async function withdrawMandateOfferAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, oneId, async ({ id }, locale) => {
    await withdrawMandateOffer(await requestContext(), id);
    redirect(saying(`/${locale}/me/helpers`, "requestTakenBack"));
  });
}

export async function endMandateAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, oneId, async ({ id }, locale) => {
    await endMandate(await requestContext(), id);
    redirect(saying(`/${locale}/me/helpers`, "mandateEnded"));
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
  /** Empty for the rooms it has. */
  roomId: z.union([z.literal("").transform(() => undefined), z.uuid()]).optional(),
  layoutId: changedLayoutField,
});

/** A booking moved or resized through a form, in the wall time of its space. */
export async function changeBookingAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(
    form,
    changeForm,
    async ({ id, version, people, roomId, layoutId, day, from, to }, locale) => {
      const ctx = await requestContext();
      const booking = await findBooking(ctx, id);
      if (!booking) throw new DomainError("not_found", { code: "booking.unknown" });
      const hours = wallHours({ day, from, to }, booking.timeZone, booking.during);
      if (!hours) throw new DomainError("invalid", { code: "booking.not_a_moment" });
      // Another room than those it has is chosen instead of all of them.
      const isOther = roomId && ![booking.roomId, ...booking.otherRooms].includes(roomId);
      // The layout that the form shows is one of the room that it has.
      const rooms = isOther ? { resources: [roomId] } : { layoutId };
      const changed = await changeBooking(ctx, id, { ...hours, people, version, ...rooms });
      const page = `/${locale}/me/bookings/${id}?changed=1`;
      const isLeft = isOther && booking.layoutId !== null && changed.layoutId === null;
      redirect(isLeft ? saying(page, "layoutLeft") : page);
    },
  );
}

const staffForm = wallRange.extend({
  roomId: z.uuid("booking.unknown_room"),
  people: partySize,
  purpose: z.string().trim().min(1, "booking.needs_purpose").max(500, "booking.purpose_too_long"),
  email: z.union([z.literal(""), z.email("identity.check_email").max(200)]).default(""),
  name: z.string().trim().max(100).default(""),
  layoutId: layoutField,
  key: z.uuid(),
  /**
   * The booking that is booked once more: its equipment comes along, and it is for the same person
   * unless another is named.
   */
  copy: z.uuid("booking.unknown").optional(),
});

/** A booking made at the desk, in the wall time of the space. */
export async function bookAtDeskAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, staffForm, async (input, locale) => {
    const { roomId, people, purpose, layoutId, key, day, from, to, email, name, copy } = input;
    const ctx = await requestContext();
    const room = await findRoom(ctx, roomId);
    if (!room) throw new DomainError("not_found", { code: "booking.unknown_room" });
    const hours = wallHours({ day, from, to }, room.timeZone);
    if (!hours) throw new DomainError("invalid", { code: "booking.not_a_moment" });
    const copied = copy ? await ownBooking(ctx, copy) : null;
    const whom =
      copied && !email && !name
        ? copied.bookedBy
        : await personAtDesk(ctx, room.spaceId, { email, name });
    const along = alongWith(copied, roomId);
    const request = { roomId, ...hours, people, purpose, layoutId, for: whom, ...along };
    const { id } = await requestBooking(ctx, request, key);
    await giveGuestLink(ctx, id);
    redirect(saying(`/${locale}/desk/calendar?space=${room.spaceSlug}&day=${day}`, "bookedAtDesk"));
  });
}

/**
 * What a copy takes besides its room: the equipment, and the other rooms while the first remains
 * the same.
 */
function alongWith(copied: BookingView | null, roomId: string) {
  const { equipment, otherRooms } = copied ?? { equipment: [], otherRooms: [] };
  const isSameRoom = copied?.roomId === roomId && otherRooms.length > 0;
  return { equipment, ...(isSameRoom ? { resources: [roomId, ...otherRooms] } : {}) };
}
