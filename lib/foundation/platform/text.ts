import { DomainError } from "./errors.ts";

/**
 * Characters that nobody types and that change how the text around them reads: control characters
 * other than tab and line ends, and those that turn the direction of writing or isolate a part of
 * it. A name with one would turn our own sentences round. The zero character is not among them: it
 * is refused, with a word.
 */
const UNSEEN = /(?![\t\n\r\0])\p{Cc}|[\u202A-\u202E\u2066-\u2069]/gu;

/** A text as it is taken in, without characters that turn other text round. */
export function cleanText(text: string): string {
  return text.replaceAll(UNSEEN, "");
}

/** Deeper than anything that we take in. */
const MOST_LEVELS = 32;

/**
 * The same for whatever came in: texts in lists and objects as well. Files stay as they are.
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
