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
  words: Record<"make" | "made" | "working", string>;
  children: ReactNode;
};

/** Makes an access token and shows it once. */
export function TokenForm({ action, locale, words, children }: Props) {
  const [state, run, pending] = useSentForm(action, UNTOUCHED);
  const { token } = state.values;
  return (
    <form action={run} className="form">
      {state.message && (
        <p className="alert" role="alert">
          {state.message}
        </p>
      )}
      {token && (
        <Status isBlock>
          <p>{words.made}</p>
          <p>
            <code className="secret">{token}</code>
          </p>
        </Status>
      )}
      <input type="hidden" name="locale" value={locale} />
      <FormContext value={state}>{children}</FormContext>
      <button type="submit" className="button quiet" {...pressOnce(pending)}>
        {pending ? words.working : words.make}
      </button>
    </form>
  );
}
