import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { z } from "zod";
import { allowedActions, isOver, viewerOf } from "#lib/booking/bookings/allowed-actions.ts";
import { undoUntil } from "#lib/booking/bookings/deadlines.ts";
import { proposalsOf } from "#lib/booking/bookings/proposals.ts";
import { type BookingView, findBooking } from "#lib/booking/bookings/queries.ts";
import { notSetUpWords, purposeIn, setUpWords } from "#lib/booking/bookings/title.ts";
import { offeredInsteadOf } from "#lib/booking/closures/instead.ts";
import { formatDateTimeRange, formatTime } from "#lib/foundation/i18n/format.ts";
import { isolated } from "#lib/foundation/i18n/isolate.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { Presses } from "./presses.tsx";
import { KeptInstead, Said, Undo } from "./said.tsx";

type Props = {
  params: Promise<{ locale: string; id: string }>;
  searchParams: Promise<PageQuery>;
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

  const { changed, proposed } = await searchParams;
  const { isOwner, isStaff } = viewerOf(ctx.actor, booking);
  const actions = allowedActions(ctx, booking);
  const proposals = actions.includes("change") ? await proposalsOf(ctx, booking) : [];
  const undo = isOwner && !booking.seriesId ? undoUntil(booking, ctx.now) : null;
  const isLost = isOwner && booking.status === "cancelled";
  const instead = isLost ? await offeredInsteadOf(ctx, booking.id) : null;
  const t = translator(locale, "booking");
  return (
    <div className="narrow">
      <h1>{t("one.title")}</h1>
      <Said
        booking={booking}
        locale={locale}
        isOver={isOver(booking, ctx.now)}
        isChanged={changed !== undefined}
        isProposed={proposed !== undefined && proposals.length > 0}
      />
      {undo && <Undo booking={booking} locale={locale} until={undo} />}
      {instead && <KeptInstead instead={instead} lost={booking} locale={locale} />}
      <Facts booking={booking} locale={locale} isOwner={isOwner} />
      {isStaff && <CheckedIn booking={booking} locale={locale} isOver={isOver(booking, ctx.now)} />}
      <Presses actions={actions} booking={booking} locale={locale} proposals={proposals} />
      <Onward seriesId={isStaff ? booking.seriesId : null} locale={locale} />
    </div>
  );
}

/** For whom, where, when, for how many, and with what. */
function Facts({
  booking,
  locale,
  isOwner,
}: {
  booking: BookingView;
  locale: Locale;
  isOwner: boolean;
}) {
  const t = translator(locale, "booking");
  const spaces = translator(locale, "spaces");
  const purpose = isOwner && booking.status !== "requested" ? null : purposeIn(booking, locale);
  return (
    <>
      {!isOwner && <p>{t("one.of", { name: booking.bookedByName })}</p>}
      <h2>
        <bdi>{booking.spaceName}</bdi> –{" "}
        {[booking.roomName, ...booking.otherRoomNames].map(isolated).join(", ")}
      </h2>
      <p>{booking.address}</p>
      <p>{formatDateTimeRange(locale, booking.during, booking.timeZone)}</p>
      <p>{t("check.people", { count: booking.people })}</p>
      {purpose && <p>{purpose}</p>}
      {booking.equipment.map(({ kind, quantity }) => (
        <p key={kind}>
          {quantity} × {spaces.or(`features.${kind}`, kind)}
        </p>
      ))}
      {booking.layout && <p>{setUpWords(locale, booking.layout)}</p>}
      {booking.leftLayout && <p>{notSetUpWords(locale, booking.leftLayout)}</p>}
      {booking.sessionIsPlanned && <p className="fact">{t("goes_with_session")}</p>}
    </>
  );
}

/** When they came, for the staff, while it runs. */
function CheckedIn({
  booking,
  locale,
  isOver,
}: {
  booking: BookingView;
  locale: Locale;
  isOver: boolean;
}) {
  const { checkedInAt, status, timeZone } = booking;
  if (!checkedInAt || status !== "confirmed" || isOver) return null;
  const t = translator(locale, "booking");
  return <p>{t("one.checkedIn", { when: formatTime(locale, checkedInAt, timeZone) })}</p>;
}

/** Where to go from here: the series it is a date of, for the staff, and one's own page. */
function Onward({ seriesId, locale }: { seriesId: string | null; locale: Locale }) {
  return (
    <>
      {seriesId && (
        <p className="row">
          <a href={`/${locale}/desk/series/${seriesId}`}>
            {translator(locale, "series")("partOf")}
          </a>
        </p>
      )}
      <p className="row">
        <a href={`/${locale}/me`}>{translator(locale, "booking")("mine.title")}</a>
      </p>
    </>
  );
}
