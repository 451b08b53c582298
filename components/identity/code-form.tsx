"use client";

import { TextField, Tick } from "#components/ui/field.tsx";
import { FormContext, UNTOUCHED } from "#components/ui/form-context.tsx";
import { pressOnce } from "#components/ui/press-once.ts";
import { Status } from "#components/ui/status.tsx";
import { useSentForm } from "#components/ui/use-sent-form.ts";
import type { FormState } from "#lib/foundation/platform/forms.ts";

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
  const [state, run, pending] = useSentForm(action, UNTOUCHED);
  const { sentTo } = state.values;
  return (
    <form action={run} className="form">
      {state.message && (
        <p className="alert" role="alert">
          {state.message}
        </p>
      )}
      <input type="hidden" name="locale" value={locale} />
      <input type="hidden" name="next" value={next} />
      <FormContext value={state}>
        {sentTo ? (
          <>
            <Status>{words.sent}</Status>
            <input type="hidden" name="email" value={sentTo} />
            <input type="hidden" name="sentTo" value={sentTo} />
            {state.values.ask && <input type="hidden" name="ask" value={state.values.ask} />}
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
      </FormContext>
      <button type="submit" className="button" {...pressOnce(pending)}>
        {pending ? words.working : sentTo ? words.open : words.send}
      </button>
      {sentTo && <a href={`/${locale}/sign-in?${new URLSearchParams({ next })}`}>{words.again}</a>}
    </form>
  );
}
