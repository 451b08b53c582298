import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { layoutOptions } from "#components/booking/room-layouts.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { DayField, TimeField } from "#components/ui/day-field.tsx";
import { SelectField, TextField } from "#components/ui/field.tsx";
import { bookAtDeskAction } from "#lib/booking/bookings/actions.ts";
import { type BookingView, findBooking } from "#lib/booking/bookings/queries.ts";
import { purposeIn } from "#lib/booking/bookings/title.ts";
import { NETWORK_ZONE } from "#lib/booking/search/search-form.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { firstOf, type PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { dayFrom, wallTime } from "#lib/foundation/platform/time/days.ts";
import { chosenSpaces } from "#lib/places/spaces/chosen.ts";
import { layoutsOfSpace } from "#lib/places/spaces/layouts.ts";
import { roomsOf } from "#lib/places/spaces/queries.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "desk")("new") };
}

/**
 * A booking made at the desk: what a drag in the calendar fills, and what the keyboard fills as
 * well.
 */
export default async function NewBookingPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("booking.manage", `/${locale}/desk/bookings/new`);
  const asked = await searchParams;
  const t = translator(locale, "desk");
  const copy = firstOf(asked.copy);
  const copied = copy ? await bookingToCopy(ctx, copy) : null;
  const { space } = await chosenSpaces(
    ctx,
    "booking.manage",
    copied?.spaceSlug ?? firstOf(asked.space),
  );
  if (!space) notFound();
  const rooms = await roomsOf(ctx, space.slug);
  const layouts = layoutOptions(await layoutsOfSpace(ctx, space.id), locale);
  const today = ctx.now.toZonedDateTimeISO(NETWORK_ZONE).toPlainDate();
  const filled = copied
    ? fieldsOf(copied, locale)
    : fieldsFrom(asked, dayFrom(asked.day, today), rooms[0]?.id);
  return (
    <div className="narrow">
      <h1>{t("new")}</h1>
      <h2>{space.name}</h2>
      {copied && (
        <p>
          {t("form.copyOf", {
            title: purposeIn(copied, locale) || copied.roomName,
            name: copied.bookedByName,
          })}
        </p>
      )}
      <ActionForm
        action={bookAtDeskAction}
        submit={t("form.save")}
        working={t("form.working")}
        values={{ locale, key: randomUUID(), ...(copied ? { copy: copied.id } : {}) }}
      >
        <SelectField
          label={t("form.room")}
          name="roomId"
          defaultValue={filled.room}
          options={rooms.map(({ id, name, capacity }) => ({
            value: id,
            label: t("form.roomOption", { name, count: capacity }),
          }))}
        />
        <DayField locale={locale} label={t("day")} name="day" typed="" day={filled.day} required />
        <TimeField
          locale={locale}
          label={t("form.from")}
          name="from"
          typed={filled.from}
          required
        />
        <TimeField locale={locale} label={t("form.to")} name="to" typed={filled.to} required />
        <TextField
          label={t("form.people")}
          name="people"
          inputMode="numeric"
          maxLength={3}
          defaultValue={filled.people}
          required
        />
        {layouts.length > 0 && (
          <SelectField
            label={translator(locale, "booking")("layout.label")}
            name="layoutId"
            defaultValue={copied?.layoutId ?? ""}
            options={layouts}
          />
        )}
        <TextField
          label={t("form.purpose")}
          name="purpose"
          maxLength={500}
          defaultValue={filled.purpose}
          required
        />
        <TextField
          label={t("form.email")}
          hint={copied ? t("form.emailCopy", { name: copied.bookedByName }) : t("form.emailHint")}
          name="email"
          type="email"
          maxLength={200}
        />
        <TextField label={t("form.name")} hint={t("form.nameHint")} name="name" maxLength={100} />
      </ActionForm>
      <p className="row">
        <a href={`/${locale}/desk/series/new?space=${space.slug}`}>
          {translator(locale, "series")("new")}
        </a>
      </p>
    </div>
  );
}

/** The booking that is booked once more; a page that names none does not exist. */
async function bookingToCopy(ctx: Context, id: string): Promise<BookingView> {
  const booking = z.uuid().safeParse(id).success ? await findBooking(ctx, id) : null;
  return booking ?? notFound();
}

type Fields = {
  room: string | undefined;
  day: Temporal.PlainDate;
  from: string;
  to: string;
  people: string;
  purpose: string;
};

/** What the form of a copy starts with: everything as it was, for the day to be changed. */
function fieldsOf(booking: BookingView, locale: Locale): Fields {
  const { during, timeZone, roomId, people, roomName } = booking;
  const start = during.start.toZonedDateTimeISO(timeZone);
  const end = during.end.toZonedDateTimeISO(timeZone);
  return {
    room: roomId,
    day: start.toPlainDate(),
    from: wallTime(start),
    to: wallTime(end),
    people: String(people),
    purpose: purposeIn(booking, locale) || roomName,
  };
}

/** What a form starts with whose fields an address may fill, as a drag in the calendar does. */
function fieldsFrom(
  { room, from, to, purpose }: Awaited<Props["searchParams"]>,
  day: Temporal.PlainDate,
  firstRoom: string | undefined,
): Fields {
  return {
    room: firstOf(room) || firstRoom,
    day,
    from: firstOf(from) || "10:00",
    to: firstOf(to) || "12:00",
    people: "1",
    purpose: firstOf(purpose),
  };
}
