"use client";

import { useEffect, useRef } from "react";
import type { FormState } from "#lib/foundation/platform/forms/forms.ts";
import { SignInAgain } from "./sign-in-again.tsx";

/** Fields that were refused; of a group, its first choice. */
const WRONG = ':is(input, select, textarea)[aria-invalid="true"], [aria-invalid="true"] input';

/**
 * What stands above a form that was refused: the reason, and the way to sign in where it lacks. The
 * focus goes to the first wrong field, or to the reason where no field is at fault, unless whoever
 * sent it has gone on elsewhere. Without scripts the whole page comes back: it is shown from the
 * reason on, not from its top.
 */
export function Refusal({ state }: { state: FormState }) {
  const { message, errors, signIn } = state;
  const reason = useRef<HTMLParagraphElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each answer
  useEffect(() => {
    const form = reason.current?.closest("form");
    const { activeElement } = document;
    if (activeElement !== document.body && !form?.contains(activeElement)) return;
    (form?.querySelector<HTMLElement>(WRONG) ?? reason.current)?.focus();
  }, [message, errors]);
  if (!message) return null;
  return (
    <>
      <p
        className="alert"
        role="alert"
        tabIndex={-1}
        ref={reason}
        // biome-ignore lint/a11y/noAutofocus: heeded where a browser reads the page, not where a script draws it
        autoFocus
      >
        {message}
      </p>
      {signIn && <SignInAgain label={signIn} />}
    </>
  );
}
