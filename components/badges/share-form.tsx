"use client";

import type { ReactNode } from "react";
import { SentForm } from "#components/ui/sent-form.tsx";
import { Status } from "#components/ui/status.tsx";
import { useSentForm } from "#components/ui/use-sent-form.ts";
import type { ShareState } from "#lib/learning/badges/credentials/schema.ts";

type Props = {
  action: (state: ShareState, form: FormData) => Promise<ShareState>;
  locale: string;
  id: string;
  start: ShareState;
  words: {
    make: string;
    making: string;
    made: string;
    /** What leads to what others see; none where nobody copies the address. */
    open?: string;
    /** What leads to the sheet with the code of the link; none where there is no sheet. */
    sheet?: string;
  };
  /** Ids of the links that are open: one that was ended is shown no more. */
  open: readonly string[];
  /** Fields of the form, such as for how long. */
  children?: ReactNode;
};

/** Makes a link and shows it, once, for as long as it is open. */
export function ShareForm({ action, locale, id, start, words, open, children }: Props) {
  const sent = useSentForm(action, start);
  const [{ made }] = sent;
  const address = made && open.includes(made.id) ? made.address : null;
  return (
    <SentForm
      sent={sent}
      given={address && <MadeLink address={address} locale={locale} words={words} />}
      values={{ locale, id }}
      submit={words.make}
      working={words.making}
      quiet
    >
      {children}
    </SentForm>
  );
}

function MadeLink({
  address,
  locale,
  words,
}: Pick<Props, "locale" | "words"> & { address: string }) {
  return (
    <Status isBlock answer={address}>
      <p>{words.made}</p>
      {words.open && (
        <>
          <p className="made-link">
            <code>{address}</code>
          </p>
          <p>
            <a href={address}>{words.open}</a>
          </p>
        </>
      )}
      {words.sheet && (
        <p>
          <a href={`${address}&as=pdf&language=${locale}`}>{words.sheet}</a>
        </p>
      )}
    </Status>
  );
}
