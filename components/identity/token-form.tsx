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
  words: Record<"make" | "made" | "working", string>;
  quiet?: boolean;
  children: ReactNode;
};

/** Makes an access token and shows it once. */
export function TokenForm({ action, locale, words, quiet = true, children }: Props) {
  const sent = useSentForm(action, UNTOUCHED);
  const [{ values }] = sent;
  const made = values.token && (
    <Status isBlock answer={values.token}>
      <p>{words.made}</p>
      <p>
        <code className="secret">{values.token}</code>
      </p>
    </Status>
  );
  return (
    <SentForm
      sent={sent}
      given={made}
      values={{ locale }}
      submit={words.make}
      working={words.working}
      quiet={quiet}
    >
      {children}
    </SentForm>
  );
}
