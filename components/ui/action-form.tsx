"use client";

import { type ReactNode, useState } from "react";
import type { FormState } from "#lib/foundation/platform/forms.ts";
import { FormContext, UNTOUCHED } from "./form-context.tsx";
import { pressOnce } from "./press-once.ts";
import { useSentForm } from "./use-sent-form.ts";

type Props = {
  action: (state: FormState, form: FormData) => Promise<FormState>;
  /** Hidden fields. `revision` is that of the thing as it was seen. */
  values: Record<string, string>;
  submit: string;
  /** The whole name of the button, where what it is about stands beside it: it begins as it reads. */
  name?: string;
  working: string;
  quiet?: boolean;
  /**
   * A second button, for another way on from the same fields: the form says which one was pressed.
   */
  other?: { submit: string; name: string; value: string };
  children?: ReactNode;
};

/**
 * A form with one button, seldom two, and the refusal above it. Works before, and without,
 * JavaScript.
 *
 * It begins anew once a `version` of the thing was kept, which is its revision where nothing else
 * is said. The page that a refusal comes back in without JavaScript is drawn with the version of
 * whoever was first: a key of the form itself would lose what was typed.
 */
export function ActionForm({ version, ...form }: Props & { version?: number }) {
  const now = version ?? form.values.revision;
  const [first] = useState(now);
  return <OneForm key={now === first ? "first" : now} {...form} />;
}

function OneForm({ action, values, submit, name, working, quiet = false, other, children }: Props) {
  const [state, run, pending] = useSentForm(action, UNTOUCHED);
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
      {state.message && (
        <p className="alert" role="alert">
          {state.message}
        </p>
      )}
      {Object.entries(values).map(([name, value]) => (
        <input
          key={name}
          type="hidden"
          name={name}
          // Whoever was refused has not seen what is there now, and does not write over it.
          value={name === "revision" ? (state.values.revision ?? value) : value}
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
    </form>
  );
}
