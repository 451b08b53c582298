"use client";

import type { ReactNode } from "react";
import type { FormState } from "#lib/foundation/platform/forms/forms.ts";
import { FormContext } from "./form-context.tsx";
import { pressOnce } from "./press-once.ts";
import { Refusal } from "./refusal.tsx";
import type { SentState } from "./use-sent-form.ts";

type Props<State extends FormState> = {
  /** As `useSentForm` gives it. */
  sent: SentState<State>;
  /** Hidden fields. `revision` is that of the thing as it was seen. */
  values: Record<string, string>;
  submit: string;
  /** The whole name of the button, where what it is about stands beside it: it begins as it reads. */
  name?: string | undefined;
  working: string;
  quiet?: boolean;
  /**
   * A second button, for another way on from the same fields: the form says which one was pressed.
   */
  other?: { submit: string; name: string; value: string } | undefined;
  /** What the server gave, shown above the fields. */
  given?: ReactNode;
  /** What stands behind the button. */
  after?: ReactNode;
  children?: ReactNode;
};

/** The frame of a form that a server action answers: the refusal above it, its fields, its button. */
export function SentForm<State extends FormState>({
  sent: [state, run, pending],
  values,
  submit,
  name,
  working,
  quiet = false,
  other,
  given,
  after,
  children,
}: Props<State>) {
  const first = (
    <button
      type="submit"
      className={quiet ? "button quiet" : "button"}
      aria-label={pending ? undefined : name}
      {...pressOnce(pending)}
    >
      {pending ? working : submit}
    </button>
  );
  return (
    <form action={run} className="form">
      <Refusal state={state} />
      {given}
      {Object.entries(values).map(([field, value]) => (
        <input
          key={field}
          type="hidden"
          name={field}
          // Whoever was refused has not seen what is there now, and does not write over it.
          value={field === "revision" ? (state.values.revision ?? value) : value}
        />
      ))}
      <FormContext value={state}>{children}</FormContext>
      {other ? (
        <div className="row">
          {first}
          <button
            type="submit"
            name={other.name}
            value={other.value}
            className="button"
            {...pressOnce(pending)}
          >
            {other.submit}
          </button>
        </div>
      ) : (
        first
      )}
      {after}
    </form>
  );
}
