"use client";

import { useEffect, useState } from "react";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { Icon } from "./icon.tsx";
import { say, useVoice } from "./voice.ts";

type Props = {
  locale: Locale;
  label: string;
  stop: string;
};

/**
 * Reads the page's words aloud in its language. Nothing where the device cannot speak it: whoever
 * reads needs no word about it.
 */
export function Listen({ locale, label, stop }: Props) {
  const voice = useVoice(locale);
  const [speaking, setSpeaking] = useState(false);
  useEffect(() => () => window.speechSynthesis?.cancel(), []);
  if (voice === "unknown" || voice === "silent") return null;

  const toggle = () => {
    speechSynthesis.cancel();
    setSpeaking(!speaking);
    if (!speaking) say(wordsOf(document.querySelector("main")), locale, () => setSpeaking(false));
  };
  return (
    <p>
      <button type="button" className="button quiet" onClick={toggle}>
        <Icon name="speak" />
        {speaking ? stop : label}
      </button>
    </p>
  );
}

/** One sentence a line: without the stops, headings and buttons would run together. */
function wordsOf(main: Element | null): string {
  return [...(main?.querySelectorAll("h1, h2, h3, p, legend, label, a.button, li > strong") ?? [])]
    .map((part) => part.textContent?.trim())
    .filter(Boolean)
    .join(". ");
}
