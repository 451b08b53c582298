"use server";

import { redirect } from "next/navigation";
import { openGuestBooking } from "#lib/booking/bookings/guest-requests.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { saying } from "#lib/foundation/i18n/said.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { EMPTY_FORM, type FormState, submit } from "#lib/foundation/platform/forms/forms.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { qrImage } from "#lib/foundation/platform/text/qr.ts";
import {
  checkInMyself,
  checkOutMyself,
  placeOfStaff,
  recordVisits,
  saySomething,
} from "./commands.ts";
import { addKiosk, revokeKiosk } from "./kiosks.ts";
import {
  cardAtDesk,
  guestCheckIn,
  listEvent,
  newKiosk,
  oneKiosk,
  phonePulse,
  selfCheckIn,
  selfCheckOut,
  type VisitEvent,
} from "./schema.ts";

/** The link is shown in this one answer. */
export async function addKioskAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, newKiosk, async (kiosk) => {
    const { slug, link } = await addKiosk(await requestContext(), kiosk);
    const address = `${settings().publicUrl}/kiosk/${slug}?start=${link}`;
    return { ...EMPTY_FORM, values: { address, qr: await qrImage(address) } };
  });
}

export async function revokeKioskAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, oneKiosk, async ({ id }, locale) => {
    await revokeKiosk(await requestContext(), id);
    redirect(saying(`/${locale}/desk/kiosks`, "tabletEnded"));
  });
}

/** A line of the helper's list. Its id was made with the page: pressed twice, it counts once. */
export async function listEventAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, listEvent, async ({ space, personId, ...event }, locale) => {
    const who: VisitEvent["who"] = personId ? { kind: "person", personId } : { kind: "unnamed" };
    return recordOne(await requestContext(), space, { ...event, who }, locale);
  });
}

export async function cardAtDeskAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, cardAtDesk, async ({ space, card, id }, locale) =>
    recordOne(
      await requestContext(),
      space,
      { id, kind: "arrive", who: { kind: "card", card } },
      locale,
    ),
  );
}

async function recordOne(
  ctx: Context,
  space: string,
  event: Pick<VisitEvent, "id" | "kind" | "who"> & { sessionId?: string },
  locale: Locale,
): Promise<never> {
  const place = await placeOfStaff(ctx, space);
  const [answer] = await recordVisits(ctx, place, {
    deviceNow: ctx.now,
    events: [{ sessionId: null, ...event, at: ctx.now }],
  });
  const outcome = answer?.outcome ?? "not_yours";
  if (outcome === "not_enrolled")
    throw new DomainError("invalid", { code: "presence.not_enrolled_today" });
  if (["card_revoked", "card_unknown", "later", "not_here", "nobody_unnamed"].includes(outcome))
    throw new DomainError("invalid", { code: `presence.${outcome}` });
  redirect(saying(`/${locale}/desk/presence?space=${encodeURIComponent(space)}`, "visitNoted"));
}

export async function selfCheckInAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, selfCheckIn, async ({ space, ...input }, locale) => {
    const { leftElsewhere } = await checkInMyself(await requestContext(), { space, ...input });
    const page = `/${locale}/check-in/${encodeURIComponent(space)}`;
    redirect(`${page}?done=${leftElsewhere ? "elsewhere" : "in"}`);
  });
}

/** A guest at the door: the code of the tablet, and the link of their booking. */
export async function guestCheckInAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, guestCheckIn, async ({ token, code }, locale) => {
    const { ctx, booking } = await openGuestBooking(await requestContext(), token);
    await checkInMyself(ctx, { space: booking.spaceSlug, code });
    redirect(`/${locale}/guest/${token}`);
  });
}

export async function selfCheckOutAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, selfCheckOut, async ({ space }, locale) => {
    const { outcome } = await checkOutMyself(await requestContext(), space);
    const page = `/${locale}/check-in/${encodeURIComponent(space)}`;
    redirect(`${page}?done=${outcome === "left" ? "out" : "not_here"}`);
  });
}

export async function sayAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, phonePulse, async (said, locale) => {
    await saySomething(await requestContext(), said, locale);
    redirect(`/${locale}/check-in/${encodeURIComponent(said.space)}?done=said`);
  });
}
