/**
 * A text as it is compared in a search: without accents and capitals, every other sign a space.
 * What PostgreSQL makes of the same text is `searched_text()`.
 */
export function searchedText(text: string): string {
  return text
    .toLowerCase()
    .replaceAll("œ", "oe")
    .replaceAll("æ", "ae")
    .replaceAll("ß", "ss")
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
}

/** The words of a search, each once; none where it has no letter and no digit. */
export function searchedWords(text: string): string[] {
  return [...new Set(searchedText(text).split(" ").filter(Boolean))];
}
