"use client";

import { createContext, useContext } from "react";
import type { FormState } from "#lib/foundation/platform/forms/forms.ts";

export const UNTOUCHED: FormState = { message: null, errors: {}, values: {} };

/** The state of the form around a field after its last refusal. */
export const FormContext = createContext<FormState>(UNTOUCHED);

/** What a field shows of it: its own fault, and what was typed. */
export function useField(name: string, start: string | undefined) {
  const { errors, values } = useContext(FormContext);
  return { error: errors[name], value: values[name] ?? start };
}

/**
 * The same for several boxes of one name: what was sent of them counts, also when none was ticked.
 */
export function useChosen(name: string, start: string[]) {
  const { errors, values } = useContext(FormContext);
  const wasSent = Object.keys(values).length > 0;
  const sent = wasSent ? (values[name] ?? "") : undefined;
  return { error: errors[name], ticked: sent === undefined ? start : sent.split(" "), sent };
}

/** The same for a box to tick, of which nothing comes back when it was left empty. */
export function useTick(name: string, ticked: string, start: boolean) {
  const { errors, values } = useContext(FormContext);
  const wasSent = Object.keys(values).length > 0;
  return { error: errors[name], isTicked: wasSent ? values[name] === ticked : start };
}
