import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { z } from "zod";
import { ChangeFields } from "#components/booking/change-fields.tsx";
import { RoomLayouts } from "#components/booking/room-layouts.tsx";
import { TimeList } from "#components/booking/time-list.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { SelectField } from "#components/ui/field.tsx";
import { needsApproval } from "#lib/booking/allocation/rooms-to-book.ts";
import { changeBookingAction } from "#lib/booking/bookings/actions.ts";
import { allowedActions } from "#lib/booking/bookings/allowed-actions.ts";
import { layoutsToKeep } from "#lib/booking/bookings/layouts.ts";
import { type BookingView, findBooking } from "#lib/booking/bookings/queries.ts";
import { findFreeTimes, hourly } from "#lib/booking/search/free-times.ts";
import { formatDateTimeRange } from "#lib/foundation/i18n/format.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { can } from "#lib/foundation/identity/permission/policy.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { DomainError, orRefusal } from "#lib/foundation/platform/errors/errors.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { dayFrom, daysOf, wallMoment, wallTime } from "#lib/foundation/platform/time/days.ts";
import { readTypedTime, tried } from "#lib/foundation/platform/time/moments.ts";
import { roomsOf } from "#lib/places/spaces/queries.ts";

type Props = { params: Promise<{ locale: string; id: string }>; searchParams: Promise<PageQuery> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "booking")("change.title") };
}

/**
 * Another day, hour or number of people for a booking; the room's free times of the day stand
 * below, one press each.
 */
export default async function ChangePage({ params, searchParams }: Props) {
  const { locale: segment, id } = await params;
  const locale = localeOf(segment);
  const ctx = await requestContext();
  if (ctx.actor.kind === "visitor")
    redirect(`/${locale}/sign-in?next=/${locale}/me/bookings/${encodeURIComponent(id)}/change`);
  const booking = z.uuid().safeParse(id).success ? await findBooking(ctx, id) : null;
  if (!booking) notFound();
  if (!allowedActions(ctx, booking).includes("change")) redirect(`/${locale}/me/bookings/${id}`);

  const t = translator(locale, "booking");
  const { timeZone } = booking;
  const { minutes, day, from, until } = timesOf(booking, await searchParams, ctx.now);
  const allRooms = [booking.roomName, ...booking.otherRoomNames].join(" + ");
  const rooms = can(ctx.actor, "booking.manage", { spaceId: booking.spaceId })
    ? await roomsOf(ctx, booking.spaceSlug)
    : [];
  const asksAgain =
    booking.status === "confirmed" && (await needsApproval(ctx, roomIdsOf(booking)));
  const layouts = await layoutsToKeep(ctx, booking);
  const found = await orRefusal(
    findFreeTimes(
      ctx,
      {
        spaceSlug: booking.spaceSlug,
        people: booking.people,
        minutes,
        equipment: [],
        roomId: booking.roomId,
        moving: booking.id,
      },
      daysOf(day, 1, timeZone),
    ),
  );
  const times = found instanceof DomainError ? [] : found;
  return (
    <div className="narrow">
      <h1>{t("change.title")}</h1>
      <h2 id="when" tabIndex={-1}>
        <bdi>{booking.spaceName}</bdi> – {allRooms}
      </h2>
      <p>{formatDateTimeRange(locale, booking.during, timeZone)}</p>
      {asksAgain && <p>{t("change.asksAgain")}</p>}
      <ActionForm
        action={changeBookingAction}
        submit={t("change.save")}
        working={t("check.working")}
        values={{ locale, id: booking.id, version: String(booking.version) }}
      >
        <RoomField booking={booking} rooms={rooms} label={t("change.room")} />
        <ChangeFields
          locale={locale}
          day={day.toString()}
          from={from}
          until={until}
          people={booking.people}
        />
        <RoomLayouts
          layouts={layouts}
          people={booking.people}
          chosen={booking.layoutId}
          locale={locale}
        />
      </ActionForm>
      <h2>{t("change.free")}</h2>
      {times.length === 0 && <p>{t("change.none")}</p>}
      <TimeList
        times={hourly(times)}
        locale={locale}
        timeZone={timeZone}
        hrefOf={({ during }) => {
          const at = during.start.toZonedDateTimeISO(timeZone);
          return `/${locale}/me/bookings/${id}/change?day=${at.toPlainDate()}&from=${wallTime(at)}#when`;
        }}
      />
      <p className="row">
        <a className="button quiet" href={`/${locale}/me/bookings/${id}`}>
          {t("change.keep")}
        </a>
      </p>
    </div>
  );
}

const roomIdsOf = ({ roomId, otherRooms }: BookingView) => [roomId, ...otherRooms];

type RoomFieldProps = {
  booking: BookingView;
  /** Those that the viewer may choose from; without any, the booking stays where it is. */
  rooms: { id: string; name: string }[];
  label: string;
};

/** Several rooms are one choice: it is the first, so that none of them is given back by accident. */
function RoomField({ booking, rooms, label }: RoomFieldProps) {
  if (rooms.length === 0) return null;
  const own = roomIdsOf(booking);
  const options = rooms.map(({ id: value, name }) => ({ value, label: name }));
  if (own.length === 1)
    return (
      <SelectField label={label} name="roomId" defaultValue={booking.roomId} options={options} />
    );
  const together = {
    value: "",
    label: [booking.roomName, ...booking.otherRoomNames].join(" + "),
  };
  const others = options.filter(({ value }) => !own.includes(value));
  return (
    <SelectField label={label} name="roomId" defaultValue="" options={[together, ...others]} />
  );
}

/**
 * The day and hours that the form begins with, on the clock of the space: those of the address, or
 * of the booking. Moved, it lasts as long as now in elapsed time; a booking that keeps its start
 * keeps the end that its clock shows.
 */
function timesOf({ during, timeZone }: BookingView, asked: PageQuery, now: Temporal.Instant) {
  const minutes = during.start.until(during.end).total("minutes");
  const today = now.toZonedDateTimeISO(timeZone).toPlainDate();
  const start = during.start.toZonedDateTimeISO(timeZone);
  const day = asked.day === undefined ? start.toPlainDate() : dayFrom(asked.day, today);
  const from = timeFrom(asked.from) ?? wallTime(start);
  const moved =
    asked.day === undefined && asked.from === undefined
      ? null
      : wallMoment(day.toString(), from, timeZone);
  const end = moved?.add({ minutes }) ?? during.end;
  return { minutes, day, from, until: wallTime(end.toZonedDateTimeISO(timeZone)) };
}

function timeFrom(text: string | string[] | undefined): string | undefined {
  return typeof text === "string" ? tried(readTypedTime, text) : undefined;
}
