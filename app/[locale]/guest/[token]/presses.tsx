import { ActionForm } from "#components/ui/action-form.tsx";
import { TextField } from "#components/ui/field.tsx";
import { guestAction } from "#lib/booking/bookings/actions-guest.ts";
import type { BookingAction } from "#lib/booking/bookings/allowed-actions.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { guestCheckInAction } from "#lib/learning/visits/actions.ts";

type Shown = {
  locale: Locale;
  token: string;
  /**
   * The booking waits for the guest to prove who they are, or is kept for them: to give it back is
   * to decline it.
   */
  isOffer: boolean;
  /** The guest has just booked: the page asks them to keep the link first. */
  isNew: boolean;
};

/** Everything that a guest can do with their booking, in the order of the rule. */
export function Presses({ actions, ...shown }: Shown & { actions: BookingAction[] }) {
  return actions.map((action) => <Press key={action} action={action} {...shown} />);
}

function Press({ action, locale, token, isOffer, isNew }: Shown & { action: BookingAction }) {
  const t = translator(locale, "guest");
  const booking = translator(locale, "booking");
  const working = booking("check.working");
  const press = (what: string, submit: string, quiet = false) => (
    <ActionForm
      action={guestAction}
      submit={submit}
      working={working}
      values={{ locale, token, what }}
      quiet={quiet}
    />
  );
  switch (action) {
    case "accept":
      return press("accept", t("one.accept"));
    case "restore":
      return press("restore", booking("one.restore"));
    case "end_early":
      return press("end", booking("one.endEarly"), true);
    case "cancel":
      return press("cancel", booking(isOffer ? "one.decline" : "one.cancel"), true);
    case "arrive":
      return <Arrive locale={locale} token={token} />;
    case "change":
      return (
        <p className="row">
          <a
            className={isNew ? "button quiet" : "button"}
            href={`/${locale}/guest/${token}/change`}
          >
            {booking("change.open")}
          </a>
        </p>
      );
    default:
      return null;
  }
}

/** They are at the space: the code on the tablet at the door says so. */
function Arrive({ locale, token }: { locale: Locale; token: string }) {
  const t = translator(locale, "guest");
  return (
    <section>
      <h2>{t("one.here")}</h2>
      <ActionForm
        action={guestCheckInAction}
        submit={t("one.checkIn")}
        working={translator(locale, "booking")("check.working")}
        values={{ locale, token }}
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
  );
}
