"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { openGuestBooking } from "#lib/booking/bookings/guest-requests.ts";
import { endSession, requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { type FormState, submit } from "#lib/foundation/platform/forms/forms.ts";
import { eraseMyself } from "./erasure.ts";
import { eraseGuest } from "./guests.ts";
import { erasure } from "./schema.ts";

export async function eraseMyselfAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, erasure, async (_word, locale) => {
    await eraseMyself(await requestContext());
    await endSession();
    redirect(`/${locale}/about/privacy?erased`);
  });
}

/** A guest has nothing but a link: it opens this door too. */
export async function eraseGuestAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, z.object({ token: z.string().max(64) }), async ({ token }, locale) => {
    await eraseGuest(await openGuestBooking(await requestContext(), token));
    redirect(`/${locale}/about/privacy?erased`);
  });
}
