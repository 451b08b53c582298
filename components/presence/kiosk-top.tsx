"use client";

import { say, useVoice } from "#components/ui/voice.ts";
import { LOCALE_NAMES, LOCALES, type Locale } from "#lib/foundation/i18n/locales.ts";

type Props = {
  title: string;
  /** The day and the hour. */
  clock: string;
  locale: Locale;
  words: Record<"language" | "listen", string>;
  /** What there is to do now, in each language. */
  prompts: Record<Locale, string>;
  onChoose: (locale: Locale) => void;
};

/**
 * The welcome, in the language that is chosen: which is also heard when the tablet can speak it.
 * Where it cannot, nothing is said about it.
 */
export function KioskTop({ title, clock, locale, words, prompts, onChoose }: Props) {
  const voice = useVoice(locale);
  return (
    <header className="kiosk-top">
      <div>
        <h1>{title}</h1>
        <p className="kiosk-clock">{clock}</p>
      </div>
      <fieldset className="row">
        <legend className="unseen">{words.language}</legend>
        {LOCALES.map((other) => (
          <button
            key={other}
            type="button"
            className={other === locale ? "button" : "button quiet"}
            aria-pressed={other === locale}
            lang={other}
            onClick={() => {
              onChoose(other);
              say(prompts[other], other);
            }}
          >
            {LOCALE_NAMES[other]}
          </button>
        ))}
        {voice === "speaks" && (
          <button
            type="button"
            className="button quiet"
            onClick={() => say(prompts[locale], locale)}
          >
            {words.listen}
          </button>
        )}
      </fieldset>
    </header>
  );
}
