/**
 * Characters that nobody types and that change how the text around them reads: control characters other than tab and line ends,
 * and those that turn the direction of writing or isolate a part of it. A name with one would turn our own sentences round.
 * The zero character is not among them: it is refused, with a word.
 */
const UNSEEN = /(?![\t\n\r\0])\p{Cc}|[\u202A-\u202E\u2066-\u2069]/gu;

/** A text as it is taken in, without characters that turn other text round. */
export function cleanText(text: string): string {
  return text.replaceAll(UNSEEN, "");
}

/** The same for whatever came in: texts in lists and objects as well. Files stay as they are. */
export function cleaned(value: unknown): unknown {
  if (typeof value === "string") return cleanText(value);
  if (Array.isArray(value)) return value.map(cleaned);
  if (value === null || typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [cleanText(key), cleaned(inner)]));
}
