import type { Metadata } from "next";
import { BookingFacts } from "#components/booking/booking-facts.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { TextField } from "#components/ui/field.tsx";
import { PrintButton } from "#components/ui/print-button.tsx";
import { guestAction } from "#lib/booking/actions-guest.ts";
import { guestAddress } from "#lib/booking/guest-link.ts";
import { canRestore } from "#lib/booking/rules.ts";
import { isPossible } from "#lib/booking/transitions.ts";
import { formatDateTime, formatDateTimeRange, formatTime } from "#lib/i18n/format.ts";
import { localeOf } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translator.ts";
import { qrImage } from "#lib/identity/qr.ts";
import { guestCheckInAction } from "#lib/presence/actions.ts";
import { eraseGuestAction } from "#lib/privacy/actions.ts";
import { opened } from "../opened.ts";

type Props = {
  params: Promise<{ locale: string; token: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return {
    title: translator(localeOf((await params).locale), "booking")("one.title"),
    robots: { index: false, follow: false },
  };
}

/** The booking a guest's link opens: everything its owner may do, and a page to print for whoever has only that. */
export default async function GuestPage({ params, searchParams }: Props) {
  const { locale: segment, token } = await params;
  const locale = localeOf(segment);
  const { ctx, booking } = await opened(token);
  const { made, changed } = await searchParams;
  const t = translator(locale, "guest");
  const words = { booking: translator(locale, "booking"), spaces: translator(locale, "spaces") };
  const { status, during, timeZone, answerBy, checkedInAt } = booking;
  const isOver = Temporal.Instant.compare(during.end, ctx.now) <= 0;
  const isRunning = !isOver && Temporal.Instant.compare(during.start, ctx.now) <= 0;
  const startsSoon = Temporal.Instant.compare(during.start, ctx.now.add({ minutes: 15 })) <= 0;
  const isHeld = !isOver && isPossible("cancel", status);
  const working = words.booking("check.working");
  const hidden = { locale, token };
  const isStanding = isPossible("change", status);
  const said = isStanding && changed !== undefined ? "changed" : `one.${status}`;
  return (
    <div className="narrow">
      <h1>{words.booking("one.title")}</h1>
      <p className="status" role="status">
        {isOver && status === "confirmed"
          ? t("one.over")
          : status === "offered"
            ? booking.insteadOf
              ? words.booking("one.instead")
              : t("one.offered")
            : words.booking(said)}
      </p>
      {status === "offered" && answerBy && !isOver && (
        <>
          <p>{t("one.until", { when: formatDateTime(locale, answerBy, timeZone) })}</p>
          <ActionForm
            action={guestAction}
            submit={t("one.accept")}
            working={working}
            values={{ ...hidden, what: "accept" }}
          />
        </>
      )}
      {status === "requested" && answerBy && !isOver && (
        <p>{t("one.askedUntil", { when: formatDateTime(locale, answerBy, timeZone) })}</p>
      )}
      <p>{t("one.for", { name: booking.bookedByName })}</p>
      <BookingFacts booking={booking} when={formatDateTimeRange(locale, during, timeZone)} words={words} />
      {booking.note && <p>{words.booking("mail.note", { note: booking.note })}</p>}
      {isHeld && made !== undefined && (
        <section>
          <p>
            <strong>{t("one.keep")}</strong> {t("one.secret")}
          </p>
          <p>
            <code className="secret">{guestAddress(locale, token)}</code>
          </p>
          {/* biome-ignore lint/performance/noImgElement: drawn here, a data address */}
          <img src={await qrImage(guestAddress(locale, token))} alt={t("one.qr")} width={180} height={180} />
          <PrintButton label={t("one.print")} />
        </section>
      )}
      {canRestore(booking, ctx.now) && (
        <ActionForm
          action={guestAction}
          submit={words.booking("one.restore")}
          working={working}
          values={{ ...hidden, what: "restore" }}
        />
      )}
      {status === "confirmed" && checkedInAt && (
        <p>{words.booking("one.checkedIn", { when: formatTime(locale, checkedInAt, timeZone) })}</p>
      )}
      {status === "confirmed" && !checkedInAt && startsSoon && !isOver && (
        <section>
          <h2>{t("one.here")}</h2>
          <ActionForm
            action={guestCheckInAction}
            submit={t("one.checkIn")}
            working={working}
            values={hidden}
            quiet
          >
            <TextField
              label={t("one.code")}
              hint={t("one.codeHint")}
              name="code"
              inputMode="numeric"
              autoComplete="off"
              maxLength={7}
              required
            />
          </ActionForm>
        </section>
      )}
      {isHeld && status !== "offered" && (
        <p className="row">
          <a
            className={made === undefined ? "button" : "button quiet"}
            href={`/${locale}/guest/${token}/change`}
          >
            {words.booking("change.open")}
          </a>
        </p>
      )}
      {status === "confirmed" && isRunning && (
        <ActionForm
          action={guestAction}
          submit={words.booking("one.endEarly")}
          working={working}
          values={{ ...hidden, what: "end" }}
          quiet
        />
      )}
      {isHeld && (
        <ActionForm
          action={guestAction}
          submit={words.booking(status === "offered" ? "one.decline" : "one.cancel")}
          working={working}
          values={{ ...hidden, what: "cancel" }}
          quiet
        />
      )}
      <details>
        <summary>{t("one.forget")}</summary>
        <p>{t("one.forgetHint")}</p>
        <ActionForm
          action={eraseGuestAction}
          submit={t("one.forgetDo")}
          working={working}
          values={hidden}
          quiet
        />
      </details>
    </div>
  );
}
