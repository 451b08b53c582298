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
  words: Record<"make" | "made" | "qr" | "working", string>;
  children: ReactNode;
};

/** Makes the link of a tablet and shows it once. */
export function LinkForm({ action, locale, words, children }: Props) {
  const [state, run, pending] = useSentForm(action, UNTOUCHED);
  const { address, qr } = state.values;
  return (
    <form action={run} className="form">
      {state.message && (
        <p className="alert" role="alert">
          {state.message}
        </p>
      )}
      {address && qr && (
        <Status isBlock>
          <p>{words.made}</p>
          {/* biome-ignore lint/performance/noImgElement: drawn by us and carried in the page */}
          <img className="qr" src={qr} alt={words.qr} width={196} height={196} />
          <p>
            <code className="secret">{address}</code>
          </p>
        </Status>
      )}
      <input type="hidden" name="locale" value={locale} />
      <FormContext value={state}>{children}</FormContext>
      <button type="submit" className="button" {...pressOnce(pending)}>
        {pending ? words.working : words.make}
      </button>
    </form>
  );
}
