/*
 * For how many, and with what, said in the same breath as when: "8 people, a projector, tomorrow 14:00". Dutch, French and English
 * together, as in the words of a time.
 */

const PEOPLE = [
  /(?:\b(?:voor|pour|for|met|with|avec)\s+)?\b(\d{1,3})\s*(?:people|persons?|mensen|personen|pers\.?|personnes?|plaatsen|places|seats)(?![\p{L}])/iu,
];

/** What each need is called; the first that is found is taken out of the words. */
const NEED_WORDS: Record<string, string> = {
  projector: "vid[eé]oprojecteur|projecteur|projector|beamer",
  laptop: "ordinateurs? portables?|ordinateurs?|portables?|laptops?",
  whiteboard: "tableau blanc|whiteboard|wit bord|tableau",
  wheelchair: "fauteuil roulant|wheelchair|rolstoel",
  camera: "cam[eé]ra",
};

const BEFORE = "(?:(?:met|with|avec|en|and|et)\\s+)?(?:(?:een|a|an|un|une|des)\\s+)?";

export type RequestWords = {
  /** What is left: when. */
  rest: string;
  people: string | null;
  needs: string[];
};

/**
 * Takes the people and the needs out of a sentence. What it does not know it leaves where it was.
 */
export function takeRequest(text: string): RequestWords {
  let rest = text;
  let people: string | null = null;
  for (const pattern of PEOPLE) {
    const found = pattern.exec(rest);
    if (!found) continue;
    people = found[1] ?? null;
    rest = rest.replace(found[0], " ");
    break;
  }
  const needs = Object.entries(NEED_WORDS).flatMap(([need, words]) => {
    const pattern = new RegExp(`(?<![\\p{L}])${BEFORE}(?:${words})(?![\\p{L}])`, "iu");
    if (!pattern.test(rest)) return [];
    rest = rest.replace(pattern, " ");
    return [need];
  });
  return {
    rest: rest
      .replace(/(?:\s*[,;]\s*)+/g, ", ")
      .replace(/^[\s,;]+|[\s,;]+$/g, "")
      .replace(/\s{2,}/g, " "),
    people,
    needs,
  };
}
