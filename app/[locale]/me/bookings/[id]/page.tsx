import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { z } from "zod";
import { ActionForm } from "#components/ui/action-form.tsx";
import { RadioGroup, TextField } from "#components/ui/field.tsx";
import {
  acceptOfferAction,
  cancelBookingAction,
  endEarlyAction,
  proposeBookingAction,
  restoreBookingAction,
  withdrawProposalAction,
} from "#lib/booking/actions.ts";
import { checkInAction, noteMissedAction } from "#lib/booking/actions-desk.ts";
import { offeredInsteadOf } from "#lib/booking/instead.ts";
import { mayPropose, PROPOSALS, proposalsOf } from "#lib/booking/proposals.ts";
import { findBooking } from "#lib/booking/queries.ts";
import { canRestore, undoUntil } from "#lib/booking/rules.ts";
import { purposeIn } from "#lib/booking/title.ts";
import { isPossible } from "#lib/booking/transitions.ts";
import { formatDateTime, formatDateTimeRange, formatTime } from "#lib/i18n/format.ts";
import { isolated } from "#lib/i18n/isolate.ts";
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
  const asked = await searchParams;
  const { personId } = ctx.actor.kind === "person" ? ctx.actor : { personId: "" };
  const { status, during, timeZone, answerBy } = booking;
  const purpose = purposeIn(booking, locale);
  const isOver = Temporal.Instant.compare(during.end, ctx.now) <= 0;
  const isRunning = !isOver && Temporal.Instant.compare(during.start, ctx.now) <= 0;
  const isMine = booking.bookedBy === personId;
  const isStaff = can(ctx.actor, "booking.manage", { spaceId: booking.spaceId });
  const until = answerBy && !isOver ? formatDateTime(locale, answerBy, timeZone) : null;
  const desk = translator(locale, "desk");
  const startedBefore = Temporal.Instant.compare(during.start, ctx.now) < 0;
  const isYoung = Temporal.Instant.compare(during.end, ctx.now.subtract({ hours: 24 })) > 0;
  const maybeMissed =
    startedBefore &&
    isYoung &&
    !booking.checkedInAt &&
    can(ctx.actor, "space.manage", { spaceId: booking.spaceId });
  const undo = isMine && !booking.seriesId ? undoUntil(booking, ctx.now) : null;
  const instead = status === "cancelled" && isMine ? await offeredInsteadOf(ctx, booking.id) : null;
  const stands = isPossible("change", status) && !isOver;
  const proposed = stands ? await proposalsOf(ctx, booking) : [];
  const about = status === "offered" && booking.insteadOf ? "one.instead" : `one.${status}`;
  const said = status === "confirmed" && asked.changed !== undefined ? "changed" : about;
  const hidden = { locale, id: booking.id };
  const working = t("check.working");
  return (
    <div className="narrow">
      <h1>{t("one.title")}</h1>
      <p className="status" role="status">
        {t(said)}
      </p>
      {until && isPossible("lapse", status) && <p>{t(`mail.until_${status}`, { when: until })}</p>}
      {asked.proposed !== undefined && proposed.length > 0 && <p role="status">{t("one.proposed")}</p>}
      {booking.note && <p>{t("mail.note", { note: booking.note })}</p>}
      {undo && status !== "cancelled" && (
        <section>
          <p>{t("one.undoUntil", { when: formatTime(locale, undo, timeZone) })}</p>
          <ActionForm
            action={cancelBookingAction}
            submit={t("one.undo")}
            working={working}
            values={hidden}
            quiet
          />
        </section>
      )}
      {undo && status === "cancelled" && (
        <p>{t("one.undoUntil", { when: formatTime(locale, undo, timeZone) })}</p>
      )}
      {instead && (
        <section>
          <h2>{t("one.insteadOf", { room: instead.roomName })}</h2>
          <p>{formatDateTimeRange(locale, instead.during, timeZone)}</p>
          <p>{t("mail.until_instead", { when: formatDateTime(locale, instead.answerBy, timeZone) })}</p>
          <ActionForm
            action={acceptOfferAction}
            submit={t("one.accept")}
            working={working}
            values={{ locale, id: instead.id }}
          />
        </section>
      )}
      {!isMine && <p>{t("one.of", { name: booking.bookedByName })}</p>}
      <h2>
        <bdi>{booking.spaceName}</bdi> –{" "}
        {[booking.roomName, ...booking.otherRoomNames].map(isolated).join(", ")}
      </h2>
      <p>{booking.address}</p>
      <p>{formatDateTimeRange(locale, during, timeZone)}</p>
      <p>{t("check.people", { count: booking.people })}</p>
      {purpose && (!isMine || status === "requested") && <p>{purpose}</p>}
      {booking.equipment.map(({ kind, quantity }) => (
        <p key={kind}>
          {quantity} × {spaces.or(`features.${kind}`, kind)}
        </p>
      ))}
      {status === "offered" && isMine && !isOver && (
        <ActionForm action={acceptOfferAction} submit={t("one.accept")} working={working} values={hidden} />
      )}
      {canRestore(booking, ctx.now) && (
        <ActionForm
          action={restoreBookingAction}
          submit={t("one.restore")}
          working={working}
          values={hidden}
        />
      )}
      {status === "confirmed" &&
        isStaff &&
        !isOver &&
        (booking.checkedInAt ? (
          <p>{t("one.checkedIn", { when: formatTime(locale, booking.checkedInAt, timeZone) })}</p>
        ) : (
          <ActionForm
            action={checkInAction}
            submit={t("one.checkIn")}
            working={working}
            values={hidden}
            quiet
          />
        ))}
      {status === "confirmed" && maybeMissed && (
        <ActionForm
          action={noteMissedAction}
          submit={desk("missed.note")}
          working={working}
          values={hidden}
          quiet
        >
          <p className="fact">{desk("missed.noteHint")}</p>
        </ActionForm>
      )}
      {status === "confirmed" && isRunning && (
        <ActionForm
          action={endEarlyAction}
          submit={t("one.endEarly")}
          working={working}
          values={hidden}
          quiet
        />
      )}
      {stands && (
        <>
          <p className="row">
            <a className="button" href={`/${locale}/me/bookings/${booking.id}/change`}>
              {t("change.open")}
            </a>
            {status === "confirmed" && (
              <a className="button quiet" href={`/api/v1/bookings/${booking.id}/invitation.ics`}>
                {t("one.calendar")}
              </a>
            )}
          </p>
          {proposed.map(({ id: proposalId, kind, endsAt }) => (
            <section key={proposalId}>
              <p>{t(`one.waitsFor.${kind}`, { when: formatDateTime(locale, endsAt, timeZone) })}</p>
              <ActionForm
                action={withdrawProposalAction}
                submit={t("one.takeBack")}
                working={working}
                values={{ locale, id: proposalId }}
                quiet
              />
            </section>
          ))}
          {mayPropose(ctx, booking) && (
            <details>
              <summary>{t("one.share")}</summary>
              <p>{t("one.shareHint")}</p>
              <ActionForm
                action={proposeBookingAction}
                submit={t("one.shareDo")}
                working={working}
                values={hidden}
                quiet
              >
                <TextField label={t("one.email")} name="email" type="email" maxLength={200} required />
                <RadioGroup
                  legend={t("one.how")}
                  name="kind"
                  chosen="share"
                  options={PROPOSALS.map((kind) => ({ value: kind, label: t(`one.hows.${kind}`) }))}
                />
              </ActionForm>
            </details>
          )}
        </>
      )}
      {isPossible("cancel", status) && !isOver && (
        <ActionForm
          action={cancelBookingAction}
          submit={t(status === "offered" ? "one.decline" : "one.cancel")}
          working={working}
          values={hidden}
          quiet
        />
      )}
      {booking.seriesId && isStaff && (
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
