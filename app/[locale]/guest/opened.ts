import { notFound } from "next/navigation";
import { type OpenedGuest, openGuestBooking } from "#lib/booking/bookings/guest-requests.ts";
import { visitorContext } from "#lib/foundation/identity/sign-in/session.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";

/** What the link of a page opens. One that opens nothing is a page that is not there. */
export async function opened(token: string): Promise<OpenedGuest> {
  try {
    return await openGuestBooking(await visitorContext(), token);
  } catch (error) {
    if (error instanceof DomainError) notFound();
    throw error;
  }
}
