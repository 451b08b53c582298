import { describe, expect, test } from "vitest";
import { LONG_WORDS, ONE_WORD } from "./glossary.ts";
import { LOCALES, type Locale } from "./locales.ts";
import { MESSAGES } from "./messages.ts";
import { readingOf, sentencesIn, syllablesOf } from "./readability.ts";
import { keysOf, SCREENS, screenOf } from "./screens.ts";

const LEARNERS = { score: 80, meanWords: 12, mostWords: 15, letters: 12 };
const STAFF = { score: 60, meanWords: 15 };

const textsOf = (locale: Locale, screen: string) =>
  keysOf(MESSAGES[locale]).filter(([key]) => screenOf(key).name === screen);

const screensFor = (audience: "learner" | "staff") => {
  const screens = keysOf(MESSAGES.en).map(([key]) => screenOf(key));
  const names = new Set(
    screens.filter((screen) => screen.audience === audience).map(({ name }) => name),
  );
  return [...names].flatMap((name) => LOCALES.map((locale) => [name, locale] as const));
};

describe.each(screensFor("learner"))("what a learner reads at “%s” in %s", (screen, locale) => {
  const texts = textsOf(locale, screen);

  test("is easy: everyday words in short sentences", () => {
    const { score, sentenceWords } = readingOf(
      locale,
      texts.map(([, text]) => text),
    );
    expect(score ?? 100, hardest(locale, texts)).toBeGreaterThanOrEqual(LEARNERS.score);
    expect(sentenceWords).toBeLessThanOrEqual(LEARNERS.meanWords);
  });

  test("has no long sentence, and no long word that the glossary does not allow", () => {
    const long = texts.flatMap(([key, text]) =>
      sentencesIn(text).flatMap((sentence) => [
        ...(sentence.length > LEARNERS.mostWords ? [`${key}: ${sentence.length} words`] : []),
        ...sentence
          .flatMap((word) => word.split(/[-’']/))
          .filter(
            (word) =>
              word.length > LEARNERS.letters && !LONG_WORDS[locale].includes(word.toLowerCase()),
          )
          .map((word) => `${key}: ${word}`),
      ]),
    );
    expect(long).toEqual([]);
  });

  test("has one word for one thing, and shouts nowhere", () => {
    const faults = texts.flatMap(([key, text]) => [
      ...ONE_WORD[locale]
        .filter(({ not }) => not.test(text))
        .map(({ say }) => `${key}: say “${say}” in “${text}”`),
      ...(text.match(/\b\p{Lu}{5,}\b/gu) ?? []).map((loud) => `${key}: ${loud}`),
    ]);
    expect(faults).toEqual([]);
  });
});

test.each(screensFor("staff"))("what staff read at “%s” in %s is plain", (screen, locale) => {
  const texts = textsOf(locale, screen);
  const { score, sentenceWords } = readingOf(
    locale,
    texts.map(([, text]) => text),
  );
  expect(score ?? 100, hardest(locale, texts)).toBeGreaterThanOrEqual(STAFF.score);
  expect(sentenceWords).toBeLessThanOrEqual(STAFF.meanWords);
});

/** Whoever has to mend a screen begins here. */
function hardest(locale: Locale, texts: [string, string][]): string {
  return texts
    .map(([key, text]) => ({ key, text, score: readingOf(locale, [text]).score }))
    .filter(({ score }) => score !== null)
    .sort((one, other) => (one.score ?? 0) - (other.score ?? 0))
    .slice(0, 8)
    .map(({ key, text, score }) => `${Math.round(score ?? 0)} ${key}: ${text}`)
    .join("\n");
}

test("a plain sentence passes and an official one does not, in each language", () => {
  const said: Record<Locale, [plain: string, official: string]> = {
    en: [
      "You want a room for four people. Choose a day and press Book.",
      "Confirmation of the aforementioned reservation necessitates administrative authorisation by the organisation.",
    ],
    fr: [
      "Vous voulez une salle pour quatre. Choisissez un jour et réservez.",
      "La confirmation de la réservation susmentionnée nécessite une autorisation administrative préalable.",
    ],
    nl: [
      "Je wilt een ruimte voor vier. Kies een dag en druk op de knop.",
      "Bevestiging van bovenvermelde reservatie vereist administratieve goedkeuring van de organisatie.",
    ],
  };
  for (const locale of LOCALES) {
    const [plain, official] = said[locale];
    expect(readingOf(locale, [plain]).score, locale).toBeGreaterThan(90);
    expect(readingOf(locale, [official]).score, locale).toBeLessThan(30);
  }
});

test.each([
  [
    "en",
    "room 1, booking 2, people 2, everybody 4, places 2, asked 1, wanted 2, reading 2, table 2, you 1, e-mail 2, QR 2",
  ],
  [
    "fr",
    "salle 1, lieu 1, séance 2, réserver 3, chaque 1, réunion 3, personne 2, langue 1, l’adresse 2, oui 1",
  ],
  [
    "nl",
    "ruimte 2, sessie 2, reservatie 4, jij 1, mooie 2, video 3, nieuw 1, kopieën 3, e-mail 3, materiaal 4",
  ],
] as const)("syllables in %s", (locale, words) => {
  const counted = words.split(", ").map((each) => each.split(" ")[0] ?? "");
  expect(counted.map((word) => `${word} ${syllablesOf(locale, word)}`).join(", ")).toBe(words);
});

test("a choice is judged as it is said for several, and a label is no sentence", () => {
  expect(
    sentencesIn("{count, plural, one {One place, for {name}.} other {# places.}} Take one…"),
  ).toEqual([
    ["7", "places"],
    ["Take", "one"],
  ]);
  expect(readingOf("en", ["Administration", "Book a room"]).score).toBeNull();
});

test("each screen has words of its own", () => {
  const used = new Set(keysOf(MESSAGES.en).map(([key]) => screenOf(key).name));
  expect(SCREENS.map(({ name }) => name).filter((name) => !used.has(name))).toEqual([]);
});
