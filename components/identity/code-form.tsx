"use client";

import { TextField, Tick } from "#components/ui/field.tsx";
import { UNTOUCHED } from "#components/ui/form-context.tsx";
import { SentForm } from "#components/ui/sent-form.tsx";
import { Status } from "#components/ui/status.tsx";
import { useSentForm } from "#components/ui/use-sent-form.ts";
import type { FormState } from "#lib/foundation/platform/forms/forms.ts";

type Props = {
  action: (state: FormState, form: FormData) => Promise<FormState>;
  locale: string;
  next: string;
  words: Record<
    "email" | "send" | "sent" | "code" | "open" | "again" | "shared" | "working",
    string
  >;
};

/** The address, then the code that was sent there: one form, one button at a time. */
export function CodeForm({ action, locale, next, words }: Props) {
  const sent = useSentForm(action, UNTOUCHED);
  const [{ values: asked }] = sent;
  const { sentTo, ask } = asked;
  const again = sentTo && (
    <a href={`/${locale}/sign-in?${new URLSearchParams({ next })}`}>{words.again}</a>
  );
  return (
    <SentForm
      sent={sent}
      values={{ locale, next, ...(sentTo && { email: sentTo, sentTo, ...(ask && { ask }) }) }}
      submit={sentTo ? words.open : words.send}
      working={words.working}
      after={again}
    >
      {sentTo ? (
        <>
          <Status>{words.sent}</Status>
          <TextField
            key="code"
            label={words.code}
            name="code"
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={12}
            required
          />
          <Tick label={words.shared} name="shared" value="on" defaultChecked={false} />
        </>
      ) : (
        <TextField
          key="email"
          label={words.email}
          name="email"
          type="email"
          autoComplete="email"
          maxLength={200}
          required
        />
      )}
    </SentForm>
  );
}
