import { ActionForm } from "#components/ui/action-form.tsx";
import { Status } from "#components/ui/status.tsx";
import { acceptOfferAction, cancelBookingAction } from "#lib/booking/bookings/actions.ts";
import type { BookingView } from "#lib/booking/bookings/queries.ts";
import { notSetUpWords, setUpWords } from "#lib/booking/bookings/title.ts";
import { isPossible } from "#lib/booking/bookings/transitions.ts";
import type { Instead } from "#lib/booking/closures/instead.ts";
import { formatDateTime, formatDateTimeRange, formatTime } from "#lib/foundation/i18n/format.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";

/** What a booking is now, until when somebody has to answer, and what staff said of it. */
export function Said({
  booking,
  locale,
  isOver,
  isChanged,
  isProposed,
}: {
  booking: BookingView;
  locale: Locale;
  isOver: boolean;
  isChanged: boolean;
  isProposed: boolean;
}) {
  const t = translator(locale, "booking");
  const { status, answerBy, note, timeZone } = booking;
  const isAwaited = answerBy && !isOver && isPossible("lapse", status);
  return (
    <>
      <Status className="status lasting">{t(saidOf(booking, isChanged))}</Status>
      {isAwaited && (
        <p>{t(`mail.until_${status}`, { when: formatDateTime(locale, answerBy, timeZone) })}</p>
      )}
      {isProposed && <Status className="">{t("one.proposed")}</Status>}
      {note && <p>{t("mail.note", { note })}</p>}
    </>
  );
}

function saidOf({ status, insteadOf }: BookingView, isChanged: boolean): string {
  if (status === "offered" && insteadOf) return "one.instead";
  return status === "confirmed" && isChanged ? "changed" : `one.${status}`;
}

/**
 * Until when a booking just made is undone with one press. A cancellation just made has its own
 * press below.
 */
export function Undo({
  booking,
  locale,
  until,
}: {
  booking: BookingView;
  locale: Locale;
  until: Temporal.Instant;
}) {
  const t = translator(locale, "booking");
  const words = <p>{t("one.undoUntil", { when: formatTime(locale, until, booking.timeZone) })}</p>;
  if (!isPossible("cancel", booking.status)) return words;
  return (
    <section>
      {words}
      <ActionForm
        action={cancelBookingAction}
        submit={t("one.undo")}
        working={t("check.working")}
        values={{ locale, id: booking.id }}
        quiet
      />
    </section>
  );
}

/** Another room that is kept for whoever lost this one. */
export function KeptInstead({
  instead,
  lost: { layout: had, timeZone },
  locale,
}: {
  instead: Instead;
  lost: BookingView;
  locale: Locale;
}) {
  const t = translator(locale, "booking");
  const { layout } = instead;
  return (
    <section>
      <h2>{t("one.insteadOf", { room: instead.roomName })}</h2>
      <p>{formatDateTimeRange(locale, instead.during, timeZone)}</p>
      {layout && <p>{setUpWords(locale, layout)}</p>}
      {had && !layout && <p>{notSetUpWords(locale, had)}</p>}
      <p>{t("mail.until_instead", { when: formatDateTime(locale, instead.answerBy, timeZone) })}</p>
      <ActionForm
        action={acceptOfferAction}
        submit={t("one.accept")}
        working={t("check.working")}
        values={{ locale, id: instead.id }}
      />
    </section>
  );
}
