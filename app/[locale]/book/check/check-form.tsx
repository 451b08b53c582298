import { randomUUID } from "node:crypto";
import type { ReactNode } from "react";
import { GuestForm } from "#components/booking/guest-form.tsx";
import { Hold } from "#components/booking/hold.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { TextField } from "#components/ui/field.tsx";
import { confirmBookingAction, joinWaitingAction } from "#lib/booking/bookings/actions.ts";
import { pressedCookie } from "#lib/booking/bookings/guest-key.ts";
import type { Check, CheckRequest } from "#lib/booking/search/check.ts";
import type { Offered } from "#lib/booking/search/rules.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { messageFor, translator } from "#lib/foundation/i18n/translator.ts";

type Props = {
  offered: Offered;
  check: Check;
  request: CheckRequest;
  /** Where somebody without an account signs in, and the way back. */
  signIn: string;
  locale: Locale;
  /** How the room is set up; nothing where several are booked together. */
  layouts: ReactNode;
};

/**
 * What is offered for the room at this time, as a form or as the words that say why not. Nothing
 * where it is theirs already: `AlreadyBooked` says so.
 */
export function CheckForm(props: Props) {
  switch (props.offered) {
    case "book":
      return <BookForm {...props} />;
    case "book-as-guest":
      return <BookAsGuest {...props} />;
    case "own-booking":
    case "own-as-guest":
      return null;
    case "wait":
    case "sign-in-to-wait":
    case "other-times":
      return <Taken {...props} />;
  }
}

function BookForm({ check: { room, mustAsk }, request, locale, layouts }: Props) {
  const t = translator(locale, "booking");
  return (
    <>
      {!request.rooms && (
        <Hold
          input={{ ...timeOf(request), roomId: room.roomId, equipment: request.equipment }}
          kept={t("check.kept")}
          timeZone={room.timeZone}
          locale={locale}
        />
      )}
      <ActionForm
        action={confirmBookingAction}
        submit={t(mustAsk ? "check.ask" : "check.confirm")}
        working={t("check.working")}
        values={{ ...valuesOf(request, room.roomId, locale), key: randomUUID() }}
      >
        {layouts}
        {mustAsk && <Purpose locale={locale} />}
      </ActionForm>
    </>
  );
}

function BookAsGuest({ check: { room, mustAsk }, request, signIn, locale, layouts }: Props) {
  const t = translator(locale, "booking");
  return (
    <GuestForm
      values={{ ...valuesOf(request, room.roomId, locale), key: randomUUID() }}
      signIn={signIn}
      t={translator(locale, "guest")}
      {...(mustAsk ? { ask: t("check.ask") } : {})}
      working={t("check.working")}
      pressed={pressedCookie()}
    >
      {layouts}
      {mustAsk && <Purpose locale={locale} />}
    </GuestForm>
  );
}

/** Why it cannot be booked, and the waiting list where one can wait for it. */
function Taken({ offered, check, request, signIn, locale, layouts }: Props) {
  const t = translator(locale, "booking");
  const { room, refusal, mustAsk } = check;
  return (
    <>
      <p className="alert" role="alert">
        {refusal ? messageFor(locale, refusal) : t("slot_taken")}
      </p>
      {offered === "sign-in-to-wait" && (
        <p>
          <a href={signIn}>{translator(locale, "guest")("signInToWait")}</a>
        </p>
      )}
      {offered === "wait" && (
        <>
          <ActionForm
            action={joinWaitingAction}
            submit={t("check.wait")}
            working={t("check.working")}
            values={valuesOf(request, room.roomId, locale)}
          >
            {layouts}
            {mustAsk && <Purpose locale={locale} />}
          </ActionForm>
          <p className="fact">{t("check.waitHint")}</p>
        </>
      )}
    </>
  );
}

/** What the room is for: the team reads it before it says yes. */
function Purpose({ locale }: { locale: Locale }) {
  const t = translator(locale, "booking");
  return (
    <TextField
      label={t("check.purpose")}
      hint={t("check.purposeHint")}
      name="purpose"
      maxLength={500}
      required
    />
  );
}

function timeOf({ start, end, people }: CheckRequest) {
  return { start: start.toString(), end: end.toString(), people: String(people) };
}

/** What a form sends of the request, unseen. */
function valuesOf(request: CheckRequest, roomId: string, locale: Locale): Record<string, string> {
  const { equipment, rooms } = request;
  return {
    ...timeOf(request),
    roomId,
    locale,
    equipment: equipment.map(({ kind, quantity }) => `${kind}:${quantity}`).join(","),
    ...(rooms ? { resources: rooms.join(",") } : {}),
  };
}
