import type { ReactNode } from "react";
import { ActionForm } from "#components/ui/action-form.tsx";
import { RadioGroup, TextField } from "#components/ui/field.tsx";
import {
  acceptOfferAction,
  cancelBookingAction,
  endEarlyAction,
  proposeBookingAction,
  restoreBookingAction,
  withdrawProposalAction,
} from "#lib/booking/bookings/actions.ts";
import { checkInAction, noteMissedAction } from "#lib/booking/bookings/actions-desk.ts";
import type { BookingAction } from "#lib/booking/bookings/allowed-actions.ts";
import { PROPOSALS, type Proposal } from "#lib/booking/bookings/proposals.ts";
import type { BookingView } from "#lib/booking/bookings/queries.ts";
import { formatDateTime } from "#lib/foundation/i18n/format.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { type Translate, translator } from "#lib/foundation/i18n/translator.ts";

type Shown = { booking: BookingView; locale: Locale; proposals: Proposal[] };
type Words = { t: Translate; desk: Translate };
type Press = {
  action: typeof cancelBookingAction;
  label: (words: Words, booking: BookingView) => string;
  quiet?: true;
  hint?: (words: Words) => string;
};

/**
 * What one press does. The others have a page or a form of their own; a request is answered on the
 * desk.
 */
const PRESSES: Partial<Record<BookingAction, Press>> = {
  accept: { action: acceptOfferAction, label: ({ t }) => t("one.accept") },
  restore: { action: restoreBookingAction, label: ({ t }) => t("one.restore") },
  check_in: { action: checkInAction, label: ({ t }) => t("one.checkIn"), quiet: true },
  note_missed: {
    action: noteMissedAction,
    label: ({ desk }) => desk("missed.note"),
    hint: ({ desk }) => desk("missed.noteHint"),
    quiet: true,
  },
  end_early: { action: endEarlyAction, label: ({ t }) => t("one.endEarly"), quiet: true },
  cancel: {
    action: cancelBookingAction,
    label: ({ t }, { status }) => t(status === "offered" ? "one.decline" : "one.cancel"),
    quiet: true,
  },
};

/** What has a form or a link of its own. */
const FORMS: Partial<Record<BookingAction, (shown: Shown) => ReactNode>> = {
  change: Change,
  propose: Propose,
};

/** Everything that whoever looks at a booking can do with it, in the order of the rule. */
export function Presses({ actions, ...shown }: Shown & { actions: BookingAction[] }) {
  return actions.map((name) => {
    const press = PRESSES[name];
    const Form = FORMS[name];
    if (press) return <OnePress key={name} press={press} {...shown} />;
    return Form && <Form key={name} {...shown} />;
  });
}

function OnePress({ press, booking, locale }: Shown & { press: Press }) {
  const words = { t: translator(locale, "booking"), desk: translator(locale, "desk") };
  const { action, label, hint, quiet = false } = press;
  return (
    <ActionForm
      action={action}
      submit={label(words, booking)}
      working={words.t("check.working")}
      values={{ locale, id: booking.id }}
      quiet={quiet}
    >
      {hint && <p className="fact">{hint(words)}</p>}
    </ActionForm>
  );
}

function Change({ booking, locale, proposals }: Shown) {
  const t = translator(locale, "booking");
  return (
    <>
      <p className="row">
        <a className="button" href={`/${locale}/me/bookings/${booking.id}/change`}>
          {t("change.open")}
        </a>
        {booking.status === "confirmed" && (
          <a className="button quiet" href={`/api/v1/bookings/${booking.id}/invitation.ics`}>
            {t("one.calendar")}
          </a>
        )}
      </p>
      {proposals.map(({ id, kind, endsAt }) => (
        <section key={id}>
          <p>
            {t(`one.waitsFor.${kind}`, { when: formatDateTime(locale, endsAt, booking.timeZone) })}
          </p>
          <ActionForm
            action={withdrawProposalAction}
            submit={t("one.takeBack")}
            working={t("check.working")}
            values={{ locale, id }}
            quiet
          />
        </section>
      ))}
    </>
  );
}

function Propose({ booking, locale }: Shown) {
  const t = translator(locale, "booking");
  return (
    <details>
      <summary>{t("one.share")}</summary>
      <p>{t("one.shareHint")}</p>
      <ActionForm
        action={proposeBookingAction}
        submit={t("one.shareDo")}
        working={t("check.working")}
        values={{ locale, id: booking.id }}
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
  );
}
