import type { ReactNode } from "react";
import { ActionForm } from "#components/ui/action-form.tsx";
import { TextField } from "#components/ui/field.tsx";
import { bookAsGuestAction } from "#lib/booking/bookings/actions-guest.ts";
import type { Translate } from "#lib/foundation/i18n/translator.ts";
import { NotePress } from "./note-press.tsx";

type Props = {
  /** The request, and the key that makes it idempotent. */
  values: Record<string, string>;
  /** Where an account is opened, and the way back. */
  signIn: string;
  t: Translate;
  working: string;
  /** What the browser keeps once it is pressed. */
  pressed: string;
  /** What the button says where the team must say yes first. */
  ask?: string;
  /** What else the room asks: how it is set up, and what it is for. */
  children?: ReactNode;
};

/** The last screen for somebody without an account: a name, and an address or a number. */
export function GuestForm({ values, signIn, t, working, pressed, ask, children }: Props) {
  return (
    <section>
      <h2>{t("title")}</h2>
      <p>{t("how")}</p>
      <ActionForm
        action={bookAsGuestAction}
        submit={ask ?? t("book")}
        working={working}
        values={values}
      >
        <NotePress cookie={pressed} />
        {children}
        <TextField label={t("name")} name="name" autoComplete="name" maxLength={100} required />
        <TextField
          label={t("email")}
          hint={t("emailHint")}
          name="email"
          type="email"
          autoComplete="email"
          maxLength={200}
        />
        <TextField
          label={t("phone")}
          hint={t("phoneHint")}
          name="phone"
          type="tel"
          autoComplete="tel"
          maxLength={30}
        />
      </ActionForm>
      <p className="fact">{t("kept")}</p>
      <p className="row">
        <a href={signIn}>{t("signIn")}</a>
      </p>
    </section>
  );
}
