"use client";

import type { ReactNode } from "react";
import { FormContext, UNTOUCHED } from "#components/ui/form-context.tsx";
import { pressOnce } from "#components/ui/press-once.ts";
import { Status } from "#components/ui/status.tsx";
import { useSentForm } from "#components/ui/use-sent-form.ts";
import type { FormState } from "#lib/foundation/platform/forms.ts";

type Props = {
  action: (state: FormState, form: FormData) => Promise<FormState>;
  locale: string;
  token: string;
  words: Record<"save" | "working" | "recoveryTitle" | "recovery" | "continue" | "ended", string>;
  /** What the link still offers; nothing once it was used. */
  children?: ReactNode;
};

/**
 * Password and second factor, then, once, the recovery codes: also when the page was drawn anew
 * after the link ended.
 */
export function SetUpForm({ action, locale, token, words, children }: Props) {
  const [state, run, pending] = useSentForm(action, UNTOUCHED);
  const { recovery, start } = state.values;
  if (recovery)
    return (
      <section className="print-card plain">
        <h2>{words.recoveryTitle}</h2>
        <Status className="">{words.recovery}</Status>
        <ul className="recovery">
          {recovery.split("\n").map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ul>
        <p className="row">
          <a className="button" href={start}>
            {words.continue}
          </a>
        </p>
      </section>
    );
  if (!children) return <p role="alert">{state.message ?? words.ended}</p>;
  return (
    <form action={run} className="form">
      {state.message && (
        <p className="alert" role="alert">
          {state.message}
        </p>
      )}
      <input type="hidden" name="locale" value={locale} />
      <input type="hidden" name="token" value={token} />
      <FormContext value={state}>{children}</FormContext>
      <button type="submit" className="button" {...pressOnce(pending)}>
        {pending ? words.working : words.save}
      </button>
    </form>
  );
}
