import type { Metadata } from "next";
import { BookingFacts } from "#components/booking/booking-facts.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { PrintButton } from "#components/ui/print-button.tsx";
import { Status } from "#components/ui/status.tsx";
import { allowedActions, isOver } from "#lib/booking/bookings/allowed-actions.ts";
import type { BookingView } from "#lib/booking/bookings/queries.ts";
import { notSetUpWords, setUpWords } from "#lib/booking/bookings/title.ts";
import { isPossible } from "#lib/booking/bookings/transitions.ts";
import { guestAddress } from "#lib/booking/guests/guest-link.ts";
import { eraseGuestAction } from "#lib/evidence/privacy/actions.ts";
import { formatDateTime, formatDateTimeRange, formatTime } from "#lib/foundation/i18n/format.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { QrCode } from "../../qr-code.tsx";
import { opened } from "../opened.ts";
import { Presses } from "./presses.tsx";

type Props = {
  params: Promise<{ locale: string; token: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return {
    title: translator(localeOf((await params).locale), "guest")("one.title"),
    robots: { index: false, follow: false },
  };
}

/**
 * The booking a guest's link opens: everything its owner may do, and a page to print for whoever
 * has only that.
 */
export default async function GuestPage({ params, searchParams }: Props) {
  const { locale: segment, token } = await params;
  const locale = localeOf(segment);
  const { ctx, booking } = await opened(token);
  const { made, changed } = await searchParams;
  const t = translator(locale, "guest");
  const words = { booking: translator(locale, "booking"), spaces: translator(locale, "spaces") };
  const { status, during, timeZone, checkedInAt, note } = booking;
  const actions = allowedActions(ctx, booking, { isGuest: true });
  const isKept = actions.includes("cancel");
  const isNew = made !== undefined;
  // Their yes comes first, before what the booking is.
  const { yes = [], others = [] } = Object.groupBy(actions, (name) =>
    name === "accept" ? "yes" : "others",
  );
  const presses = { locale, token, isNew, isOffer: status === "offered" };
  return (
    <div className="narrow">
      <h1>{words.booking("one.title")}</h1>
      <Status className="status lasting">
        {saidOf(booking, locale, {
          isOver: isOver(booking, ctx.now),
          isChanged: changed !== undefined,
        })}
      </Status>
      <Until booking={booking} locale={locale} isOver={isOver(booking, ctx.now)} />
      <Presses actions={yes} {...presses} />
      <p>{t("one.for", { name: booking.bookedByName })}</p>
      <BookingFacts
        booking={booking}
        setUp={setUpOf(booking, locale)}
        when={formatDateTimeRange(locale, during, timeZone)}
        words={words}
      />
      {note && <p>{words.booking("mail.note", { note })}</p>}
      {isKept && isNew && <KeepLink locale={locale} token={token} />}
      {status === "confirmed" && checkedInAt && (
        <p>{words.booking("one.checkedIn", { when: formatTime(locale, checkedInAt, timeZone) })}</p>
      )}
      <Presses actions={others} {...presses} />
      <details>
        <summary>{t("one.forget")}</summary>
        <p>{t("one.forgetHint")}</p>
        <ActionForm
          action={eraseGuestAction}
          submit={t("one.forgetDo")}
          working={words.booking("check.working")}
          values={{ locale, token }}
          quiet
        />
      </details>
    </div>
  );
}

/** How the room is set up, or what it cannot be set up as; null where nobody chose. */
function setUpOf({ layout, leftLayout }: BookingView, locale: Locale): string | null {
  if (layout) return setUpWords(locale, layout);
  return leftLayout && notSetUpWords(locale, leftLayout);
}

/** What a booking is now, as its guest reads it. */
function saidOf(
  { status, insteadOf }: BookingView,
  locale: Locale,
  { isOver, isChanged }: { isOver: boolean; isChanged: boolean },
): string {
  const t = translator(locale, "guest");
  const booking = translator(locale, "booking");
  if (isOver && status === "confirmed") return t("one.over");
  if (status === "offered") return insteadOf ? booking("one.instead") : t("one.offered");
  return booking(isPossible("change", status) && isChanged ? "changed" : `one.${status}`);
}

/** Until when the guest, or the staff, have to answer. */
function Until({
  booking,
  locale,
  isOver,
}: {
  booking: BookingView;
  locale: Locale;
  isOver: boolean;
}) {
  const { status, answerBy, timeZone } = booking;
  if (!answerBy || isOver || !isPossible("lapse", status)) return null;
  const when = formatDateTime(locale, answerBy, timeZone);
  return (
    <p>
      {translator(locale, "guest")(status === "offered" ? "one.until" : "one.askedUntil", { when })}
    </p>
  );
}

/** The link of the booking, to keep: in letters, as a picture, and on paper. */
function KeepLink({ locale, token }: { locale: Locale; token: string }) {
  const t = translator(locale, "guest");
  const address = guestAddress(locale, token);
  return (
    <section>
      <p>
        <strong>{t("one.keep")}</strong> {t("one.secret")}
      </p>
      <p>
        <code className="secret">{address}</code>
      </p>
      <QrCode address={address} alt={t("one.qr")} size={180} />
      <PrintButton label={t("one.print")} />
    </section>
  );
}
