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
  words: Record<"make" | "made" | "qr" | "working", string>;
  children: ReactNode;
};

/** Makes the link of a tablet and shows it once. */
export function LinkForm({ action, locale, words, children }: Props) {
  const sent = useSentForm(action, UNTOUCHED);
  const [{ values: made }] = sent;
  const link = made.address && made.qr && (
    <Status isBlock answer={made.address}>
      <p>{words.made}</p>
      {/* biome-ignore lint/performance/noImgElement: drawn by us and carried in the page */}
      <img className="qr" src={made.qr} alt={words.qr} width={196} height={196} />
      <p>
        <code className="secret">{made.address}</code>
      </p>
    </Status>
  );
  return (
    <SentForm
      sent={sent}
      given={link}
      values={{ locale }}
      submit={words.make}
      working={words.working}
    >
      {children}
    </SentForm>
  );
}
