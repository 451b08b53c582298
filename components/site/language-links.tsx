"use client";

import { useEffect } from "react";
import { LOCALE_NAMES, LOCALES, type Locale } from "#lib/foundation/i18n/locales.ts";
import { keepTyped, putBackTyped, withoutLanguage } from "./typed.ts";

/**
 * The same page in every language: with all that its address asks, and what was typed into it. The
 * one that is read is marked.
 */
export function LanguageLinks({ locale, path }: { locale: Locale; path: string }) {
  useEffect(putBackTyped, []);
  return LOCALES.map((other) => (
    <a
      key={other}
      href={`/${other}${withoutLanguage(path)}`}
      hrefLang={other}
      lang={other}
      aria-label={`${other.toUpperCase()} ${LOCALE_NAMES[other]}`}
      title={LOCALE_NAMES[other]}
      aria-current={other === locale ? "true" : undefined}
      onClick={keepTyped}
    >
      {other.toUpperCase()}
    </a>
  ));
}
