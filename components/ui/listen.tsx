"use client";

import { useEffect, useState } from "react";

/** Reads the page's words aloud in its language, where the device can speak. */
export function Listen({ label, stop }: { label: string; stop: string }) {
  const [canSpeak, setCanSpeak] = useState(false);
  const [speaking, setSpeaking] = useState(false);
  useEffect(() => {
    setCanSpeak("speechSynthesis" in window);
    return () => window.speechSynthesis?.cancel();
  }, []);
  if (!canSpeak) return null;

  const toggle = () => {
    speechSynthesis.cancel();
    if (speaking) return setSpeaking(false);
    const words = new SpeechSynthesisUtterance(wordsOf(document.querySelector("main")));
    words.lang = document.documentElement.lang;
    words.rate = 0.9;
    words.onend = () => setSpeaking(false);
    speechSynthesis.speak(words);
    setSpeaking(true);
  };
  return (
    <p>
      <button type="button" className="button quiet" aria-pressed={speaking} onClick={toggle}>
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
