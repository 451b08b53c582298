"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { needsApproval } from "#lib/booking/allocation/rooms-to-book.ts";
import { equipmentList, partySize } from "#lib/booking/allocation/schema.ts";
import { checkAddress } from "#lib/booking/search/input.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { isKeyReused } from "#lib/foundation/platform/database/idempotency.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { type FormState, submit } from "#lib/foundation/platform/forms/forms.ts";
import { wallHours } from "#lib/foundation/platform/time/days.ts";
import { cancelBooking, changeBooking, endBookingEarly, restoreBooking } from "./commands.ts";
import { keepGuestKey } from "./guest-key.ts";
import { bookAsGuest, openGuestBooking } from "./guest-requests.ts";
import { changedLayoutField, guestRequest, layoutField, roomIds, wallRange } from "./schema.ts";
import { acceptOffer } from "./waiting.ts";

const guestForm = guestRequest.extend({
  equipment: equipmentList.default([]),
  resources: roomIds.optional(),
  layoutId: layoutField,
  key: z.uuid(),
});

/** A booking without an account. Its hidden key makes a second press harmless. */
export async function bookAsGuestAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, guestForm, async ({ key, ...input }, locale) => {
    const ctx = await requestContext();
    if (!input.purpose && (await needsApproval(ctx, input.resources ?? [input.roomId])))
      throw new DomainError("invalid", { code: "booking.needs_purpose" });
    const showAgain = () => redirect(`/${locale}/book/check?${checkAddress(input)}`);
    const { token } = await bookAsGuest(ctx, { ...input, locale }, key).catch(
      async (error: unknown) => {
        if (error instanceof DomainError && "alternatives" in error.details) return showAgain();
        if (!isKeyReused(error)) throw error;
        // The answer to the first press never came, and something was changed since.
        await keepGuestKey(key);
        return showAgain();
      },
    );
    await keepGuestKey(key);
    redirect(
      token
        ? `/${locale}/guest/${token}?made=1`
        : `/${locale}/guest/sent${input.email ? "" : "?by=phone"}`,
    );
  });
}

const link = z.object({ token: z.string().max(64) });
const toDo = link.extend({ what: z.enum(["accept", "cancel", "restore", "end"]) });

const DO = {
  accept: acceptOffer,
  cancel: cancelBooking,
  restore: restoreBooking,
  end: endBookingEarly,
};

/** What a guest does with the booking their link opens. */
export async function guestAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, toDo, async ({ token, what }, locale) => {
    const { ctx, booking } = await openGuestBooking(await requestContext(), token);
    await DO[what](ctx, booking.id);
    redirect(`/${locale}/guest/${token}`);
  });
}

const changeForm = wallRange.extend({
  ...link.shape,
  version: z.coerce.number().int(),
  people: partySize,
  layoutId: changedLayoutField,
});

export async function changeAsGuestAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(
    form,
    changeForm,
    async ({ token, version, people, layoutId, day, from, to }, locale) => {
      const { ctx, booking } = await openGuestBooking(await requestContext(), token);
      const hours = wallHours({ day, from, to }, booking.timeZone, booking.during);
      if (!hours) throw new DomainError("invalid", { code: "booking.not_a_moment" });
      await changeBooking(ctx, booking.id, { ...hours, people, version, layoutId });
      redirect(`/${locale}/guest/${token}?changed=1`);
    },
  );
}
