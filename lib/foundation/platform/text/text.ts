import { DomainError } from "../errors/errors.ts";

/**
 * Characters that nobody types: control characters other than tab and line ends; those that turn
 * the direction of writing or isolate a part of it, as a name with one would turn our own sentences
 * round; and those without width that only say where a line may end, which come along with what is
 * copied from a page (our own times have one: `unbroken`). The zero character is not among them: it
 * is refused, with a word.
 */
const UNSEEN = /(?![\t\n\r\0])\p{Cc}|[\u00AD\u200B\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/gu;

/** A text as it is taken in, without characters that nobody types. */
export function cleanText(text: string): string {
  return text.replaceAll(UNSEEN, "");
}

/** Whether PostgreSQL can keep a text: it keeps neither a zero character nor half of a pair. */
export function isKeepable(text: string): boolean {
  return !text.includes("\0") && text.isWellFormed();
}

/**
 * Reads JSON of which every text can be kept.
 *
 * @throws DomainError malformed for a text that cannot; SyntaxError for what is no JSON
 */
export function keepableJson(text: string): unknown {
  return /\\u(0000|d[89a-f])/i.test(text) ? JSON.parse(text, keptText) : JSON.parse(text);
}

function keptText(name: string, value: unknown): unknown {
  if (!isKeepable(name) || (typeof value === "string" && !isKeepable(value))) throw oddText();
  return value;
}

export const oddText = () => new DomainError("malformed", { code: "common.odd_text" });

/** At most so many characters of a text, never half of a pair. */
export function beginningOf(text: string, most: number): string {
  const beginning = text.slice(0, most);
  return beginning.length < text.length && !beginning.isWellFormed() && text.isWellFormed()
    ? beginning.slice(0, -1)
    : beginning;
}

/** Deeper than anything that we take in. */
const MOST_LEVELS = 32;

/**
 * Cleans whatever came in: texts in lists and objects as well. Files stay as they are.
 *
 * @throws DomainError malformed when lists and objects lie in each other deeper than anything that
 *   is asked for
 */
export function cleaned(value: unknown, level = 0): unknown {
  if (typeof value === "string") return cleanText(value);
  if (value === null || typeof value !== "object") return value;
  if (level > MOST_LEVELS) throw new DomainError("malformed", { code: "common.too_deep" });
  if (Array.isArray(value)) return value.map((inner) => cleaned(inner, level + 1));
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [cleanText(key), cleaned(inner, level + 1)]),
  );
}
