import type { Locale } from "./locales.ts";

/**
 * Words of more than twelve letters that learners meet because there is no shorter one that says
 * the same: what a thing or somebody is called, and kinds of places as the regions call them.
 */
export const LONG_WORDS: Record<Locale, readonly string[]> = {
  en: ["demonstration", "administrator"],
  fr: ["démonstration", "administrateur", "consentements"],
  nl: [
    "aanwezigheidslijst",
    "arbeidsbemiddeling",
    "inschakelingscentrum",
    "nationaliteit",
    "netwerkbeheerder",
    "opleidingscentrum",
    "toestemmingen",
    "verantwoordelijk",
    "volwassenenonderwijs",
  ],
};

/** Names that are nobody's to make simpler: not judged. */
export const NAMES: readonly string[] = [
  "AGPL-3.0-or-later",
  "Autorité de protection des données",
  "CNIL",
  "Data Protection Authority",
  "Gegevensbeschermingsautoriteit",
  "Hauts-de-France",
  "Trivium",
];

/**
 * One word for one thing (the table of words in each language), and none that only programmers say.
 */
export const ONE_WORD: Record<Locale, readonly { say: string; not: RegExp }[]> = {
  en: [
    { say: "booking", not: /\breserv(e|ation)/i },
    { say: "session", not: /\b(workshop|lesson)/i },
    { say: "place", not: /\b(venue|facility|premises)/i },
    { say: "enrol", not: /\b(register|registration|sign up)\b/i },
    { say: "sign in", not: /\blog(ged)? ?in\b/i },
    { say: "e-mail", not: /\bemail/i },
    { say: "what happens", not: /\b(token|API|URL|JSON|offset|server error|cookie)s?\b/ },
  ],
  fr: [
    { say: "réservation", not: /\bbooking/i },
    { say: "séance", not: /\bsessions?\b/i },
    { say: "lieu", not: /\b(endroit|établissement)/i },
    { say: "matériel", not: /\béquipement/i },
    { say: "se connecter", not: /\b(login|identifiez)/i },
    { say: "ce qui se passe", not: /\b(token|API|URL|JSON|décalage|cookie)s?\b/ },
  ],
  nl: [
    { say: "reservatie", not: /\b(boek|reservering)/i },
    { say: "sessie", not: /\bworkshop/i },
    { say: "ruimte", not: /\b(lokaal|kamer)/i },
    { say: "materiaal", not: /\buitrusting/i },
    { say: "aanmelden", not: /\b(inlog|log in)/i },
    { say: "wat er gebeurt", not: /\b(token|API|URL|JSON|offset|cookie)s?\b/ },
  ],
};
