"use client";

import type { ReactNode } from "react";
import { FormContext } from "#components/ui/form-context.tsx";
import { pressOnce } from "#components/ui/press-once.ts";
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
  const [state, run, pending] = useSentForm(action, start);
  const address = state.made && open.includes(state.made.id) ? state.made.address : null;
  return (
    <form action={run} className="form">
      {state.message && (
        <p className="alert" role="alert">
          {state.message}
        </p>
      )}
      {address && (
        <Status isBlock>
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
      )}
      <input type="hidden" name="locale" value={locale} />
      <input type="hidden" name="id" value={id} />
      <FormContext value={state}>{children}</FormContext>
      <button type="submit" className="button quiet" {...pressOnce(pending)}>
        {pending ? words.making : words.make}
      </button>
    </form>
  );
}
