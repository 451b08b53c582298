import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { ChangeFields } from "#components/booking/change-fields.tsx";
import { RoomLayouts } from "#components/booking/room-layouts.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { changeAsGuestAction } from "#lib/booking/bookings/actions-guest.ts";
import { allowedActions } from "#lib/booking/bookings/allowed-actions.ts";
import { layoutsToKeep } from "#lib/booking/bookings/layouts.ts";
import { formatDateTimeRange } from "#lib/foundation/i18n/format.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { wallTime } from "#lib/foundation/platform/time/days.ts";
import { opened } from "../../opened.ts";

type Props = { params: Promise<{ locale: string; token: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return {
    title: translator(localeOf((await params).locale), "guest")("change.title"),
    robots: { index: false, follow: false },
  };
}

/** Another day, hour or number of people for the booking that a link opens. */
export default async function GuestChangePage({ params }: Props) {
  const { locale: segment, token } = await params;
  const locale = localeOf(segment);
  const { ctx, booking } = await opened(token);
  const { during, timeZone } = booking;
  const actions = allowedActions(ctx, booking, { isGuest: true });
  if (!actions.includes("change")) redirect(`/${locale}/guest/${token}`);
  const layouts = await layoutsToKeep(ctx, booking);
  const t = translator(locale, "booking");
  const start = during.start.toZonedDateTimeISO(timeZone);
  const end = during.end.toZonedDateTimeISO(timeZone);
  return (
    <div className="narrow">
      <h1>{t("change.title")}</h1>
      <h2>
        <bdi>{booking.spaceName}</bdi> – <bdi>{booking.roomName}</bdi>
      </h2>
      <p>{formatDateTimeRange(locale, during, timeZone)}</p>
      <ActionForm
        action={changeAsGuestAction}
        submit={t("change.save")}
        working={t("check.working")}
        values={{ locale, token, version: String(booking.version) }}
      >
        <ChangeFields
          locale={locale}
          day={start.toPlainDate().toString()}
          from={wallTime(start)}
          until={wallTime(end)}
          people={booking.people}
        />
        <RoomLayouts
          layouts={layouts}
          people={booking.people}
          chosen={booking.layoutId}
          locale={locale}
        />
      </ActionForm>
      <p className="row">
        <a className="button quiet" href={`/${locale}/guest/${token}`}>
          {t("change.keep")}
        </a>
      </p>
    </div>
  );
}
