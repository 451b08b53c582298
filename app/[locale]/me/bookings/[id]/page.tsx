import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { z } from "zod";
import { ActionForm } from "#components/ui/action-form.tsx";
import { cancelBookingAction } from "#lib/booking/actions.ts";
import { findBooking } from "#lib/booking/queries.ts";
import { formatDateTimeRange } from "#lib/i18n/format.ts";
import { localeOf } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translator.ts";
import { can } from "#lib/identity/policy.ts";
import { requestContext } from "#lib/identity/session.ts";

type Props = {
  params: Promise<{ locale: string; id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "booking")("one.title") };
}

export default async function BookingPage({ params, searchParams }: Props) {
  const { locale: segment, id } = await params;
  const locale = localeOf(segment);
  const ctx = await requestContext();
  if (ctx.actor.kind === "visitor")
    redirect(`/${locale}/sign-in?next=/${locale}/me/bookings/${encodeURIComponent(id)}`);
  const booking = z.uuid().safeParse(id).success ? await findBooking(ctx, id) : null;
  if (!booking) notFound();

  const t = translator(locale, "booking");
  const spaces = translator(locale, "spaces");
  const changed = (await searchParams).changed !== undefined;
  const isOver = Temporal.Instant.compare(booking.during.end, ctx.now) <= 0;
  return (
    <div className="narrow">
      <h1>{t("one.title")}</h1>
      <p className="status" role="status">
        {t(booking.status === "confirmed" && changed ? "changed" : `one.${booking.status}`)}
      </p>
      <h2>
        {booking.spaceName} – {booking.roomName}
      </h2>
      <p>{booking.address}</p>
      <p>{formatDateTimeRange(locale, booking.during, booking.timeZone)}</p>
      <p>{t("check.people", { count: booking.people })}</p>
      {booking.equipment.map(({ kind, quantity }) => (
        <p key={kind}>
          {quantity} × {spaces.or(`features.${kind}`, kind)}
        </p>
      ))}
      {booking.status === "confirmed" && !isOver && (
        <>
          <p className="row">
            <a className="button" href={`/${locale}/me/bookings/${booking.id}/change`}>
              {t("change.open")}
            </a>
            <a className="button quiet" href={`/api/v1/bookings/${booking.id}/invitation.ics`}>
              {t("one.calendar")}
            </a>
          </p>
          <ActionForm
            action={cancelBookingAction}
            submit={t("one.cancel")}
            working={t("check.working")}
            values={{ locale, id: booking.id }}
            quiet
          />
        </>
      )}
      {booking.seriesId && can(ctx.actor, "booking.manage", { spaceId: booking.spaceId }) && (
        <p className="row">
          <a href={`/${locale}/desk/series/${booking.seriesId}`}>{translator(locale, "series")("partOf")}</a>
        </p>
      )}
      <p className="row">
        <a href={`/${locale}/me`}>{t("mine.title")}</a>
      </p>
    </div>
  );
}
