"use client";

import type { ReactNode } from "react";
import { pressOnce } from "#components/ui/press-once.ts";
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
    open: string;
    /** What leads to the sheet with the code of the link; none where there is no sheet. */
    sheet?: string;
  };
  /** Fields of the form, such as for how long. */
  children?: ReactNode;
};

/** Makes a link and shows it, once. */
export function ShareForm({ action, locale, id, start, words, children }: Props) {
  const [state, run, pending] = useSentForm(action, start);
  return (
    <form action={run} className="form">
      {state.message && (
        <p className="alert" role="alert">
          {state.message}
        </p>
      )}
      {state.address && (
        <div className="status" role="status">
          <p>{words.made}</p>
          <p className="made-link">
            <code>{state.address}</code>
          </p>
          <p>
            <a href={state.address}>{words.open}</a>
          </p>
          {words.sheet && (
            <p>
              <a href={`${state.address}&as=pdf&language=${locale}`}>{words.sheet}</a>
            </p>
          )}
        </div>
      )}
      <input type="hidden" name="locale" value={locale} />
      <input type="hidden" name="id" value={id} />
      {children}
      <button type="submit" className="button quiet" {...pressOnce(pending)}>
        {pending ? words.making : words.make}
      </button>
    </form>
  );
}
