"use client";

import { useId, useRef } from "react";
import { FileField } from "#components/ui/file-field.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { pressOnce } from "#components/ui/press-once.ts";
import { Refusal } from "#components/ui/refusal.tsx";
import { type CameraWords, SquareCamera } from "#components/ui/square-camera.tsx";
import { useSentForm } from "#components/ui/use-sent-form.ts";
import type { VerifyState } from "#lib/learning/badges/verification/schema.ts";
import { Verification, type VerificationWords } from "./verification.tsx";

type Props = {
  action: (state: VerifyState, form: FormData) => Promise<VerifyState>;
  locale: string;
  /** What the address of the page brought along: a badge that somebody wants checked. */
  badge: string;
  start: VerifyState;
  /** What a file may weigh. */
  megabytes: number;
  words: VerificationWords &
    CameraWords & {
      address: string;
      addressHint: string;
      file: string;
      fileHint: string;
      tooLarge: string;
      check: string;
      checking: string;
    };
};

/**
 * A text, an address or a file goes in; below it, what came of it. The same before, and without,
 * JavaScript.
 */
export function VerifyForm({ action, locale, badge, start, megabytes, words }: Props) {
  const [state, run, pending] = useSentForm(action, start);
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const typed = state.values.badge ?? badge;
  /** Whoever holds a code before the camera wants to know: it is checked at once. */
  const read = (text: string) => {
    if (!form.current || !field.current) return;
    form.current.reset();
    field.current.value = text;
    form.current.requestSubmit();
  };
  return (
    <>
      <form action={run} ref={form} className="panel form">
        <Refusal state={state} />
        <input type="hidden" name="locale" value={locale} />
        <div className="field">
          <label htmlFor={`${id}-badge`}>{words.address}</label>
          <p className="fact" id={`${id}-hint`}>
            {words.addressHint}
          </p>
          <textarea
            id={`${id}-badge`}
            ref={field}
            name="badge"
            rows={2}
            spellCheck={false}
            autoCapitalize="none"
            key={typed}
            defaultValue={typed}
            aria-describedby={`${id}-hint`}
          />
        </div>
        <SquareCamera words={words} facing="environment" buttonClass="button quiet" onRead={read} />
        <FileField
          label={words.file}
          name="file"
          hint={words.fileHint}
          accept=".png,.svg,.json,.jsonld,.jwt,.txt,image/png,image/jpeg,image/webp,image/svg+xml,application/json"
          megabytes={megabytes}
          tooLarge={words.tooLarge}
          isRequired={false}
        />
        <button type="submit" className="button" {...pressOnce(pending)}>
          <Icon name="shield" />
          {pending ? words.checking : words.check}
        </button>
      </form>
      {state.page && <Verification page={state.page} words={words} />}
    </>
  );
}
