import { NAMES } from "./glossary.ts";
import type { Locale } from "./locales.ts";

export type Reading = {
  /** 100 is very easy, 60 plain, 30 hard. Null when no sentence is long enough to judge. */
  score: number | null;
  /** Mean words of a sentence. */
  sentenceWords: number;
  words: number;
};

/** Fewer words are a label: a formula made for prose says nothing about it. */
const SENTENCE = 5;

/** Weight of a sentence's words and of a word's syllables. */
const FORMULAS: Record<Locale, [base: number, sentence: number, word: number]> = {
  en: [206.835, 1.015, 84.6],
  fr: [207, 1.015, 73.6],
  nl: [206.84, 0.93, 77],
};

/**
 * How easily texts that stand together on a screen are read.
 *
 * @see Flesch, A new readability yardstick (1948); Kandel and Moles (1958) for French; Douma (1960)
 *   for Dutch
 */
export function readingOf(locale: Locale, texts: readonly string[]): Reading {
  const sentences = texts.flatMap(sentencesIn).filter(({ length }) => length >= SENTENCE);
  const words = sentences.flat();
  if (words.length === 0) return { score: null, sentenceWords: 0, words: 0 };
  const [base, sentence, word] = FORMULAS[locale];
  const sentenceWords = words.length / sentences.length;
  const syllables = words.reduce((sum, each) => sum + syllablesOf(locale, each), 0);
  const score = base - sentence * sentenceWords - (word * syllables) / words.length;
  return { score, sentenceWords, words: words.length };
}

/**
 * The words of each sentence. What a placeholder will hold, and names, are not ours to judge: one
 * short word each.
 */
export function sentencesIn(message: string): string[][] {
  return NAMES.reduce((text, name) => text.replaceAll(name, "7"), spoken(message))
    .split(/[.!?…]+(?=[\s”»)]|$)|\n/)
    .map((sentence) => sentence.match(/[\p{L}\p{N}]+(?:[’'-][\p{L}\p{N}]+)*/gu) ?? [])
    .filter(({ length }) => length > 0);
}

/** A message as it is said for several: the `other` branch of a choice, and 7 for a value. */
function spoken(message: string): string {
  let said = "";
  for (let at = 0; at < message.length; at += 1) {
    if (message[at] !== "{") {
      said += message[at];
      continue;
    }
    const end = closing(message, at);
    const branch = /\bother\s*\{/.exec(message.slice(at, end));
    if (branch) {
      const from = at + branch.index + branch[0].length - 1;
      said += spoken(message.slice(from + 1, closing(message, from)).replaceAll("#", "7"));
    } else said += "7";
    at = end;
  }
  return said;
}

function closing(message: string, open: number): number {
  let depth = 0;
  for (let at = open; at < message.length; at += 1) {
    if (message[at] === "{") depth += 1;
    if (message[at] === "}") depth -= 1;
    if (depth === 0) return at;
  }
  throw new RangeError(`a brace is never closed: ${message}`);
}

/**
 * Syllables as they are said, near enough for a mean: groups of vowels, and what each language
 * leaves silent.
 */
export function syllablesOf(locale: Locale, word: string): number {
  return word
    .split(/[-’']/)
    .filter(Boolean)
    .reduce((sum, part) => sum + syllablesIn(locale, part), 0);
}

function syllablesIn(locale: Locale, word: string): number {
  if (/^\p{N}+$/u.test(word)) return 1;
  // Letters that are named one by one: QR.
  if (/^\p{Lu}{2,4}$/u.test(word)) return word.length;
  const lower = word.toLowerCase();
  return (
    LOANS[locale][lower] ??
    Math.max(locale === "fr" && word.length === 1 ? 0 : 1, COUNT[locale](lower))
  );
}

const COUNT: Record<Locale, (word: string) => number> = {
  en: (word) => {
    const heard = word
      .replace(/^y/, "j")
      .replace(/(?<=[^aeiouyl])e$|(?<=[aeiouy]l)e$/, "")
      .replace(/(?<![td])ed$/, "d")
      .replace(/(?<=[^aeiouy])(?<!s|x|z|ch|sh|c|g)es$/, "s");
    return count(heard, /[aeiouy]+/g) + count(heard, /[aeiou](?=ing$)|i(?=a)/g);
  },
  fr: (word) => {
    const heard = word
      .replace(/qu/g, "k")
      .replace(/gu(?=[eéèêiy])/g, "g")
      .replace(/(?<=.)e[s]?$/, "");
    return count(heard, /[aeiouyàâèêëîïôùûüœ]+|é/g) + count(heard, /(?<=[aeiou])[ëï]/g);
  },
  nl: (word) =>
    count(word, /ieu|eeu|aai|ooi|oei|aa|ee|oo|uu|ie|oe|eu|ui|ei|ij|au|ou|[aeiouyáéíóúèêëïöü]/g),
};

/** Words that do not follow the spelling of their language. */
const LOANS: Record<Locale, Record<string, number>> = {
  en: {
    every: 2,
    everybody: 4,
    somebody: 3,
    everyone: 3,
    everything: 3,
    something: 2,
    sometimes: 2,
    area: 3,
    people: 2,
    once: 1,
    somewhere: 2,
    europe: 2,
    hours: 1,
    minutes: 2,
  },
  fr: { carte: 1, oui: 1, août: 1 },
  nl: { online: 2, site: 1, team: 1, trivium: 3, computer: 3, laptop: 2, vacature: 4 },
};

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
