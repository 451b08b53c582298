"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { requestContext } from "#lib/identity/session.ts";
import { type FormState, submit } from "#lib/platform/forms.ts";
import { cancelBooking, requestBooking } from "./commands.ts";
import { bookingRequest, equipmentList } from "./schema.ts";

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
