import { useEffect, useState } from "react";
import type { Locale } from "#lib/foundation/i18n/locales.ts";

/** As people speak here; another voice of the language will do. */
const NEAREST: Record<Locale, string> = { nl: "nl-BE", fr: "fr-BE", en: "en-GB" };

/** Devices load their voices late; one that has told of none by then has none. */
const PATIENCE_MS = 2_000;

/**
 * The device's voice for a language: from here before elsewhere, and its own before one that needs
 * the network.
 */
function voiceFor(locale: Locale): SpeechSynthesisVoice | undefined {
  const rank = ({ lang, localService }: SpeechSynthesisVoice) =>
    (localService ? 2 : 0) + (lang.replace("_", "-") === NEAREST[locale] ? 1 : 0);
  return speechSynthesis
    .getVoices()
    .filter(({ lang }) => lang.toLowerCase().startsWith(locale))
    .sort((one, other) => rank(other) - rank(one))[0];
}

/**
 * Says it in the language's own voice. Read by another language's, it would be noise: then nothing
 * is said.
 */
export function say(text: string, locale: Locale, onEnd?: () => void): void {
  if (!("speechSynthesis" in window)) return;
  speechSynthesis.cancel();
  const voice = voiceFor(locale);
  if (!voice) return;
  const words = new SpeechSynthesisUtterance(text);
  words.voice = voice;
  words.lang = voice.lang;
  words.rate = 0.9;
  if (onEnd) words.onend = onEnd;
  speechSynthesis.speak(words);
}

/** Whether the device speaks a language: unknown until it has told. */
export function useVoice(locale: Locale): "unknown" | "speaks" | "silent" {
  const [voice, setVoice] = useState<"unknown" | "speaks" | "silent">("unknown");
  useEffect(() => {
    if (!("speechSynthesis" in window)) return setVoice("silent");
    const look = () => setVoice(voiceFor(locale) ? "speaks" : "silent");
    if (speechSynthesis.getVoices().length > 0) look();
    const late = setTimeout(look, PATIENCE_MS);
    speechSynthesis.addEventListener("voiceschanged", look);
    return () => {
      clearTimeout(late);
      speechSynthesis.removeEventListener("voiceschanged", look);
    };
  }, [locale]);
  return voice;
}
