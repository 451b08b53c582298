"use client";

import { type ComponentProps, useEffect, useRef, useState } from "react";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";

/** Carried by the script: without it the browser shows its own words. */
const WORDS: Record<Locale, { choose: string; none: string }> = {
  nl: { choose: "Kies een bestand", none: "Nog geen bestand" },
  fr: { choose: "Choisir un fichier", none: "Aucun fichier" },
  en: { choose: "Choose a file", none: "No file yet" },
};

/**
 * A file to choose. What is seen is in the language of the page, where a browser speaks its own; the
 * browser's field lies over it unseen, so that a press, a key and a file that is dropped reach it.
 */
export function FilePick({ onChange, ...field }: Omit<ComponentProps<"input">, "type">) {
  const input = useRef<HTMLInputElement>(null);
  const [locale, setLocale] = useState<Locale | null>(null);
  const [name, setName] = useState("");
  useEffect(() => {
    const { current } = input;
    if (!current) return;
    // A file may have been chosen before this script ran; a form that is sent is empty again.
    const look = () => setName(current.files?.[0]?.name ?? "");
    const lookAfter = () => setTimeout(look);
    setLocale(localeOf(document.documentElement.lang));
    look();
    const { form } = current;
    form?.addEventListener("reset", lookAfter);
    return () => form?.removeEventListener("reset", lookAfter);
  }, []);
  return (
    <div className="file-pick">
      <input
        {...field}
        ref={input}
        type="file"
        onChange={(event) => {
          setName(event.currentTarget.files?.[0]?.name ?? "");
          onChange?.(event);
        }}
      />
      {locale && (
        <span aria-hidden="true">
          <span className="button quiet">{WORDS[locale].choose}</span>
          <span>{name || WORDS[locale].none}</span>
        </span>
      )}
    </div>
  );
}
