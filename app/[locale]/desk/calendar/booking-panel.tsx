import { RequestAnswer } from "#components/desk/request-answer.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { checkInAction, noteMissedAction } from "#lib/booking/bookings/actions-desk.ts";
import type { BookingView } from "#lib/booking/bookings/queries.ts";
import { purposeIn } from "#lib/booking/bookings/title.ts";
import { isPossible } from "#lib/booking/bookings/transitions.ts";
import { formatDateTime, formatDateTimeRange, formatTime } from "#lib/foundation/i18n/format.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { titleIn } from "#lib/foundation/i18n/title.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { can } from "#lib/foundation/identity/policy.ts";
import { sessionOfBooking } from "#lib/learning/sessions/queries.ts";

type Props = {
  ctx: Context;
  locale: Locale;
  booking: BookingView;
  /** The page without it. */
  close: string;
};

/** A booking beside the calendar: what it is, and what its staff can do with it now. */
export async function BookingPanel({ ctx, locale, booking, close }: Props) {
  const t = translator(locale, "desk");
  const words = translator(locale, "booking");
  const spaces = translator(locale, "spaces");
  const { id, status, during, timeZone, answerBy, checkedInAt, spaceId } = booking;
  const session = await sessionOfBooking(ctx, id);
  const title = purposeIn(booking, locale) || booking.bookedByName;
  const isBefore = (at: Temporal.Instant) => Temporal.Instant.compare(at, ctx.now) <= 0;
  const isWaiting = status === "requested";
  const stands = isPossible("change", status) && !isBefore(during.end);
  const kind = isWaiting ? "request" : session ? "session" : "booking";
  const couldBeMissed =
    status === "confirmed" &&
    isBefore(during.start) &&
    !isBefore(during.end.add({ hours: 24 })) &&
    !checkedInAt &&
    !session &&
    can(ctx.actor, "space.manage", { spaceId });
  const hidden = { locale, id };
  const working = t("form.working");
  const facts: [string, string][] = [
    [t("panel.when"), formatDateTimeRange(locale, during, timeZone)],
    [t("panel.room"), [booking.roomName, ...booking.otherRoomNames].join(", ")],
    [t("form.people"), String(booking.people)],
    [t("panel.by"), booking.bookedByName],
  ];
  const needs = booking.equipment
    .map(({ kind: what, quantity }) => `${quantity} × ${spaces.or(`features.${what}`, what)}`)
    .join(", ");
  if (needs) facts.push([t("panel.needs"), needs]);
  if (booking.layout) facts.push([words("layout.label"), titleIn(booking.layout, locale).text]);
  if (isWaiting && answerBy)
    facts.push([t("panel.answerBy"), formatDateTime(locale, answerBy, timeZone)]);
  if (checkedInAt)
    facts.push([
      t("panel.state"),
      words("one.checkedIn", { when: formatTime(locale, checkedInAt, timeZone) }),
    ]);
  return (
    <aside className="card pad panel" id="panel" aria-label={title}>
      <div className="panel-top">
        <span className={`pill ${kind}`}>{t(`kinds.${kind}`)}</span>
        <a className="iconbtn" href={close} aria-label={t("panel.close")}>
          <Icon name="cross" />
        </a>
      </div>
      <h2>{title}</h2>
      {!stands && status !== "confirmed" && <p className="fact">{words(`one.${status}`)}</p>}
      <dl className="panel-facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div className="panel-do">
        {isWaiting && stands && (
          <RequestAnswer
            values={{
              ...hidden,
              version: String(booking.version),
              on: "calendar",
              day: during.start.toZonedDateTimeISO(timeZone).toPlainDate().toString(),
            }}
            words={{
              accept: t("requests.accept"),
              refuse: t("requests.refuse"),
              note: t("requests.note"),
              sendRefusal: t("requests.sendRefusal"),
              working,
            }}
          />
        )}
        {session && can(ctx.actor, "attendance.take", { spaceId }) && (
          <a className="button" href={`/${locale}/desk/sessions/${session.id}/sheet`}>
            {t("dayView.takeAttendance")}
          </a>
        )}
        {session && can(ctx.actor, "session.plan", { spaceId }) && (
          <a className="button quiet" href={`/${locale}/desk/sessions/${session.id}`}>
            {t("panel.openSession")}
          </a>
        )}
        {status === "confirmed" && !session && !checkedInAt && !isBefore(during.end) && (
          <ActionForm
            action={checkInAction}
            submit={words("one.checkIn")}
            working={working}
            values={hidden}
          />
        )}
        {stands && (
          <a className="button quiet" href={`/${locale}/me/bookings/${id}/change`}>
            {t("change")}
          </a>
        )}
        <a className="button quiet" href={`/${locale}/desk/bookings/new?copy=${id}`}>
          {t("copy")}
        </a>
        {couldBeMissed && (
          <ActionForm
            action={noteMissedAction}
            submit={t("missed.note")}
            working={working}
            values={hidden}
            quiet
          />
        )}
        <a href={`/${locale}/me/bookings/${id}`}>{t("panel.all")}</a>
      </div>
    </aside>
  );
}
