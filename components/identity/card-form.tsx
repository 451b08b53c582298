"use client";

import { UNTOUCHED } from "#components/ui/form-context.tsx";
import { pressOnce } from "#components/ui/press-once.ts";
import { Refusal } from "#components/ui/refusal.tsx";
import { Status } from "#components/ui/status.tsx";
import { useSentForm } from "#components/ui/use-sent-form.ts";
import type { FormState } from "#lib/foundation/platform/forms/forms.ts";

type Props = {
  action: (state: FormState, form: FormData) => Promise<FormState>;
  locale: string;
  person: { id: string; displayName: string };
  words: Record<"issue" | "working" | "made" | "print" | "how" | "keep" | "qr" | "code", string>;
};

/** Makes a card, shows it once and opens the printer at once. */
export function CardForm({ action, locale, person, words }: Props) {
  const [state, run, pending] = useSentForm(action, UNTOUCHED);
  const { code, qr } = state.values;
  return (
    <>
      <Refusal state={state} />
      {code && qr && (
        <>
          <Status answer={code}>{words.made}</Status>
          <section className="print-card" aria-label={words.code}>
            {/* biome-ignore lint/performance/noImgElement: drawn by us and carried in the page */}
            <img src={qr} alt={words.qr} width={148} height={148} onLoad={() => print()} />
            <div>
              <p className="card-name">
                Trivium – <bdi>{person.displayName}</bdi>
              </p>
              <p className="card-code">{code}</p>
              <p>{words.how}</p>
              <p>{words.keep}</p>
            </div>
          </section>
          <p className="row">
            <button type="button" className="button" onClick={() => print()}>
              {words.print}
            </button>
          </p>
        </>
      )}
      <form action={run} className="form">
        <input type="hidden" name="locale" value={locale} />
        <input type="hidden" name="id" value={person.id} />
        <button type="submit" className={code ? "button quiet" : "button"} {...pressOnce(pending)}>
          {pending ? words.working : words.issue}
        </button>
      </form>
    </>
  );
}
