/** The narrow space at which no line breaks. */
const NARROW = "\u202f";

type Messages = { [key: string]: string | Messages };

/**
 * French messages with the space before : ; ? ! » % € and after « that keeps the mark beside its word,
 * however they were typed. At the end of a line a mark alone would begin the next one.
 */
export function withFrenchSpaces<Kept extends Messages>(messages: Kept): Kept {
  return Object.fromEntries(
    Object.entries(messages).map(([key, said]) => [
      key,
      typeof said === "string" ? spaced(said) : withFrenchSpaces(said),
    ]),
  ) as Kept;
}

function spaced(text: string): string {
  return text.replace(/[ \u00a0](?=[:;?!»%€])/g, NARROW).replace(/«[ \u00a0]/g, `«${NARROW}`);
}
