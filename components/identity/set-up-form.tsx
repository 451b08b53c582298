"use client";

import type { ReactNode } from "react";
import { UNTOUCHED } from "#components/ui/form-context.tsx";
import { SentForm } from "#components/ui/sent-form.tsx";
import { Status } from "#components/ui/status.tsx";
import { useSentForm } from "#components/ui/use-sent-form.ts";
import type { FormState } from "#lib/foundation/platform/forms/forms.ts";

type Props = {
  action: (state: FormState, form: FormData) => Promise<FormState>;
  locale: string;
  token: string;
  words: Record<
    "save" | "working" | "recoveryTitle" | "recovery" | "continue" | "ended" | "signIn",
    string
  >;
  /** What the link still offers; nothing once it was used. */
  children?: ReactNode;
};

/**
 * Password and second factor, then, once, the recovery codes: also when the page was drawn anew
 * after the link ended.
 */
export function SetUpForm({ action, locale, token, words, children }: Props) {
  const sent = useSentForm(action, UNTOUCHED);
  const [{ message, values: opened }] = sent;
  const { recovery, start } = opened;
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
  if (!children)
    return (
      <>
        <p role="alert">{message ?? words.ended}</p>
        <p className="row">
          <a className="button quiet" href={`/${locale}/sign-in/staff`}>
            {words.signIn}
          </a>
        </p>
      </>
    );
  return (
    <SentForm sent={sent} values={{ locale, token }} submit={words.save} working={words.working}>
      {children}
    </SentForm>
  );
}
