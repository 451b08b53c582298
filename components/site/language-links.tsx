"use client";

import { useEffect } from "react";
import { LOCALE_NAMES, LOCALES, type Locale } from "#lib/i18n/locales.ts";
import { keepTyped, putBackTyped, withoutLanguage } from "./typed.ts";

/** The same page in the other languages: with all that its address asks, and what was typed into it. */
export function LanguageLinks({ locale, path }: { locale: Locale; path: string }) {
  useEffect(putBackTyped, []);
  return LOCALES.filter((other) => other !== locale).map((other) => (
    <a
      key={other}
      href={`/${other}${withoutLanguage(path)}`}
      hrefLang={other}
      lang={other}
      onClick={keepTyped}
    >
      {LOCALE_NAMES[other]}
    </a>
  ));
}
