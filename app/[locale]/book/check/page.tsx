import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { z } from "zod";
import { RoomLayouts } from "#components/booking/room-layouts.tsx";
import { StepHead } from "#components/booking/step-head.tsx";
import type { Step } from "#components/booking/steps.tsx";
import { equipmentList, moment } from "#lib/booking/allocation/schema.ts";
import { answerBy } from "#lib/booking/bookings/deadlines.ts";
import { guestKeys } from "#lib/booking/bookings/guest-key.ts";
import { isBookedByKey } from "#lib/booking/bookings/guest-requests.ts";
import { ownBookingInRooms } from "#lib/booking/bookings/queries.ts";
import { roomIds } from "#lib/booking/bookings/schema.ts";
import { checkBooking } from "#lib/booking/search/check.ts";
import type { Alternative } from "#lib/booking/search/free-rooms.ts";
import { inputAddress, LENGTHS } from "#lib/booking/search/input.ts";
import { offersFrom } from "#lib/booking/search/offers.ts";
import { offered } from "#lib/booking/search/rules.ts";
import { searchAddress } from "#lib/booking/search/search-form.ts";
import { formatDateTime } from "#lib/foundation/i18n/format.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { layoutsOfRoom } from "#lib/places/spaces/layouts.ts";
import { findSpace } from "#lib/places/spaces/queries.ts";
import { Rooms } from "../../rooms.tsx";
import { AlreadyBooked } from "./already-booked.tsx";
import { CheckForm } from "./check-form.tsx";
import { CheckReceipt } from "./check-receipt.tsx";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

const address = z.object({
  room: z.uuid(),
  start: moment,
  end: moment,
  people: z.coerce.number().int().min(1).max(500),
  equipment: equipmentList.default([]),
  rooms: roomIds.optional(),
  layout: z.uuid().optional().catch(undefined),
});

type CheckInput = z.output<typeof address>;

/** What the page says, and its title: worked out once. */
const seenAt = cache(async (asked: string) => {
  const ctx = await requestContext();
  const input = address.safeParse(JSON.parse(asked));
  const check = input.success && (await checkBooking(ctx, input.data));
  if (!check) return null;
  const request = input.data;
  const { room, isFree, mustAsk } = check;
  const { isOwn, own } = isFree
    ? { isOwn: false, own: null }
    : await theirs(ctx, request.rooms ?? [room.roomId], request);
  const asks = isFree && mustAsk;
  const title = asks ? "askTitle" : isOwn ? "ownTitle" : "title";
  return { ctx, request, check, isOwn, own, asks, title } as const;
});

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const t = translator(localeOf((await params).locale), "booking");
  const seen = await seenAt(JSON.stringify(await searchParams));
  return { title: t(`check.${seen?.title ?? "title"}`) };
}

/** The last screen: what will be booked, and one button. */
export default async function BookPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const asked = await searchParams;
  const seen = await seenAt(JSON.stringify(asked));
  if (!seen) notFound();

  const t = translator(locale, "booking");
  const { ctx, request, check, isOwn, own, asks, title } = seen;
  const { room, isFree } = check;
  const back = stepsBack(locale, request, room.spaceSlug);
  return (
    <div className="narrow">
      <StepHead here="check" hrefs={back} title={t(`check.${title}`)} locale={locale} t={t} />
      {isOwn && <AlreadyBooked own={own} locale={locale} />}
      <CheckReceipt
        check={check}
        request={request}
        kind={(await findSpace(ctx, room.spaceSlug))?.kind ?? ""}
        // What is booked is changed on its own page.
        back={isOwn ? {} : back}
        now={ctx.now}
        locale={locale}
      />
      {asks && (
        <p>
          {t("check.answersBefore", {
            when: formatDateTime(locale, answerBy(request.start, ctx.now), room.timeZone),
          })}
        </p>
      )}
      <CheckForm
        offered={offered({
          ...check,
          isOwn,
          isTogether: request.rooms !== undefined,
          isVisitor: ctx.actor.kind === "visitor",
        })}
        check={check}
        request={request}
        signIn={signInAddress(locale, asked)}
        locale={locale}
        layouts={!request.rooms && <Layouts {...{ ctx, locale, request, roomId: room.roomId }} />}
      />
      {!isFree && <Others {...{ ctx, locale, request }} alternatives={check.alternatives} />}
      <p className="row">
        <a
          className="button quiet"
          href={`/${locale}?${searchAddress({ time: request, ...request })}`}
        >
          {t("check.back")}
        </a>
      </p>
    </div>
  );
}

/**
 * Whether a booking of theirs takes one of these rooms then, and its id; without an account, what
 * was booked on this device, which has none to show.
 */
async function theirs(
  ctx: Context,
  rooms: string[],
  during: CheckInput,
): Promise<{ isOwn: boolean; own: string | null }> {
  const own = await ownBookingInRooms(ctx, rooms, during);
  if (ctx.actor.kind !== "visitor") return { isOwn: own !== null, own };
  for (const key of await guestKeys())
    if (await isBookedByKey(ctx, key, rooms, during)) return { isOwn: true, own };
  return { isOwn: false, own };
}

/** The ways in which the room can be set up, the one asked for chosen. */
async function Layouts({
  ctx,
  locale,
  request: { people, layout },
  roomId,
}: {
  ctx: Context;
  locale: Locale;
  request: CheckInput;
  roomId: string;
}) {
  const layouts = await layoutsOfRoom(ctx, roomId);
  return <RoomLayouts layouts={layouts} people={people} chosen={layout ?? null} locale={locale} />;
}

/** Other rooms and times, for who came too late. */
function Others({
  ctx,
  locale,
  request,
  alternatives,
}: {
  ctx: Context;
  locale: Locale;
  request: CheckInput;
  alternatives: Alternative[];
}) {
  return (
    <>
      {alternatives.length > 0 && <h2>{translator(locale, "booking")("check.others")}</h2>}
      <Rooms ctx={ctx} locale={locale} rooms={offersFrom(alternatives, request, locale)} />
    </>
  );
}

/** Where somebody signs in who comes back to this page then. */
function signInAddress(locale: Locale, asked: Awaited<Props["searchParams"]>): string {
  const query = new URLSearchParams(
    Object.entries(asked).map(([name, value]) => [name, String(value)]),
  );
  return `/${locale}/sign-in?next=${encodeURIComponent(`/${locale}/book/check?${query}`)}`;
}

/**
 * The screens before this one, filled as they were. A length no screen offers leads back to the
 * first alone.
 */
function stepsBack(
  locale: Locale,
  { start, end, people, equipment, layout }: CheckInput,
  space: string,
): Partial<Record<Step, string>> {
  const hours = start.until(end).total("hours");
  if (!LENGTHS.includes(hours)) return {};
  const pieces = Object.fromEntries(equipment.map(({ kind, quantity }) => [kind, quantity]));
  const needs = equipment.map(({ kind }) => kind);
  const input = { people, hours, needs, pieces, space, ...(layout ? { layout } : {}) };
  return {
    what: `/${locale}/book?${inputAddress(input)}`,
    where: `/${locale}/book/where?${inputAddress({ ...input, space: null })}`,
    when: `/${locale}/book/when?${inputAddress(input)}`,
  };
}
