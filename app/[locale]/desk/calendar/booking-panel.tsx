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
import { can } from "#lib/foundation/identity/permission/policy.ts";
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
  const { id, status } = booking;
  const session = await sessionOfBooking(ctx, id);
  const title = purposeIn(booking, locale) || booking.bookedByName;
  const isOpen = stands(booking, ctx.now);
  const kind = status === "requested" ? "request" : session ? "session" : "booking";
  return (
    <aside className="card pad panel" id="panel" aria-label={title}>
      <div className="panel-top">
        <span className={`pill ${kind}`}>{t(`kinds.${kind}`)}</span>
        <a className="iconbtn" href={close} aria-label={t("panel.close")}>
          <Icon name="cross" />
        </a>
      </div>
      <h2>{title}</h2>
      {!isOpen && status !== "confirmed" && (
        <p className="fact">{translator(locale, "booking")(`one.${status}`)}</p>
      )}
      <dl className="panel-facts">
        {factsOf(booking, locale).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div className="panel-do">
        {isOpen && status === "requested" && <Decision locale={locale} booking={booking} />}
        {session ? (
          <SessionWays ctx={ctx} locale={locale} booking={booking} sessionId={session.id} />
        ) : (
          <CheckIn ctx={ctx} locale={locale} booking={booking} />
        )}
        {isOpen && (
          <a className="button quiet" href={`/${locale}/me/bookings/${id}/change`}>
            {t("change")}
          </a>
        )}
        <a className="button quiet" href={`/${locale}/desk/bookings/new?copy=${id}`}>
          {t("copy")}
        </a>
        {!session && <NoteMissed ctx={ctx} locale={locale} booking={booking} />}
        <a href={`/${locale}/me/bookings/${id}`}>{t("panel.all")}</a>
      </div>
    </aside>
  );
}

const hasPassed = (at: Temporal.Instant, now: Temporal.Instant) =>
  Temporal.Instant.compare(at, now) <= 0;

/** Whether it may still be decided or changed. */
function stands({ status, during }: BookingView, now: Temporal.Instant): boolean {
  return isPossible("change", status) && !hasPassed(during.end, now);
}

/** Names and values, those that it has. */
function factsOf(booking: BookingView, locale: Locale): [string, string][] {
  const t = translator(locale, "desk");
  const words = translator(locale, "booking");
  const spaces = translator(locale, "spaces");
  const { during, timeZone, answerBy, checkedInAt, layout } = booking;
  const rooms = [booking.roomName, ...booking.otherRoomNames];
  const needs = booking.equipment.map(
    ({ kind, quantity }) => `${quantity} × ${spaces.or(`features.${kind}`, kind)}`,
  );
  const facts: [string, string | null][] = [
    [t("panel.when"), formatDateTimeRange(locale, during, timeZone)],
    [t("panel.room"), rooms.join(", ")],
    [t("form.people"), String(booking.people)],
    [t("panel.by"), booking.bookedByName],
    [t("panel.needs"), needs.join(", ")],
    [words("layout.label"), layout && titleIn(layout, locale).text],
    [
      t("panel.answerBy"),
      booking.status === "requested" && answerBy
        ? formatDateTime(locale, answerBy, timeZone)
        : null,
    ],
    [
      t("panel.state"),
      checkedInAt && words("one.checkedIn", { when: formatTime(locale, checkedInAt, timeZone) }),
    ],
  ];
  return facts.flatMap(([name, value]): [string, string][] => (value ? [[name, value]] : []));
}

type PartProps = Omit<Props, "close">;

/** Who teaches it takes attendance; who plans sessions opens it. */
function SessionWays({ ctx, locale, booking, sessionId }: PartProps & { sessionId: string }) {
  const t = translator(locale, "desk");
  const { spaceId } = booking;
  const address = `/${locale}/desk/sessions/${sessionId}`;
  return (
    <>
      {can(ctx.actor, "attendance.take", { spaceId }) && (
        <a className="button" href={`${address}/sheet`}>
          {t("dayView.takeAttendance")}
        </a>
      )}
      {can(ctx.actor, "session.plan", { spaceId }) && (
        <a className="button quiet" href={address}>
          {t("panel.openSession")}
        </a>
      )}
    </>
  );
}

/** That somebody came, until it ends. */
function CheckIn({ ctx, locale, booking }: PartProps) {
  const { id, status, during, checkedInAt } = booking;
  if (status !== "confirmed" || checkedInAt || hasPassed(during.end, ctx.now)) return null;
  return (
    <ActionForm
      action={checkInAction}
      submit={translator(locale, "booking")("one.checkIn")}
      working={translator(locale, "desk")("form.working")}
      values={{ locale, id }}
    />
  );
}

/** That nobody came, from its start until a day after its end. */
function NoteMissed({ ctx, locale, booking }: PartProps) {
  const t = translator(locale, "desk");
  const { id, status, during, checkedInAt, spaceId } = booking;
  const couldBeMissed =
    status === "confirmed" &&
    !checkedInAt &&
    hasPassed(during.start, ctx.now) &&
    !hasPassed(during.end.add({ hours: 24 }), ctx.now) &&
    can(ctx.actor, "space.manage", { spaceId });
  if (!couldBeMissed) return null;
  return (
    <ActionForm
      action={noteMissedAction}
      submit={t("missed.note")}
      working={t("form.working")}
      values={{ locale, id }}
      quiet
    />
  );
}

/** Yes or no to a request. */
function Decision({ locale, booking }: Omit<PartProps, "ctx">) {
  const t = translator(locale, "desk");
  const { id, version, during, timeZone } = booking;
  return (
    <RequestAnswer
      values={{
        locale,
        id,
        version: String(version),
        on: "calendar",
        day: during.start.toZonedDateTimeISO(timeZone).toPlainDate().toString(),
      }}
      words={{
        accept: t("requests.accept"),
        refuse: t("requests.refuse"),
        note: t("requests.note"),
        sendRefusal: t("requests.sendRefusal"),
        working: t("form.working"),
      }}
    />
  );
}
