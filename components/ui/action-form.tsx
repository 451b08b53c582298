"use client";

import { type ComponentProps, useState } from "react";
import type { FormState } from "#lib/foundation/platform/forms/forms.ts";
import { UNTOUCHED } from "./form-context.tsx";
import { SentForm } from "./sent-form.tsx";
import { useSentForm } from "./use-sent-form.ts";

type Props = Omit<ComponentProps<typeof SentForm<FormState>>, "sent" | "given" | "after"> & {
  action: (state: FormState, form: FormData) => Promise<FormState>;
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

function OneForm({ action, ...form }: Props) {
  return <SentForm sent={useSentForm(action, UNTOUCHED)} {...form} />;
}
