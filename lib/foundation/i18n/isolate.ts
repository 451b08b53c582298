/**
 * Characters written from right to left (Hebrew, Arabic and their neighbours), and the unseen ones
 * that turn the direction of writing. Our own sentences run from left to right: only a value with
 * one of these can move the words beside it.
 */
const TURNS =
  /[\u0590-\u08FF\u200F\u202A-\u202E\u2066-\u2069\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;
/** What ends a paragraph ends every isolate that is open in it. */
const PARAGRAPH_END = /(\r\n|[\n\r\u0085\u2029])/;
const OPEN = "\u2068";
const CLOSE = "\u2069";

/**
 * What somebody typed, to stand inside a sentence of ours without moving the words around it: each
 * line of it with a right-to-left character goes between the first-strong isolate (U+2068) and its
 * end (U+2069). Other texts come back untouched, so that a sentence with a Latin name is found by
 * that name.
 *
 * For sentences that people read, never for data: a file, a feed and a field of a response hold the
 * text as it was typed.
 *
 * @see Unicode Standard Annex 9, sections 2.4 (isolates) and 3.3.1 (an isolate ends with its
 *   paragraph)
 */
export function isolated(text: string): string {
  if (!TURNS.test(text)) return text;
  return text
    .split(PARAGRAPH_END)
    .map((line) => (TURNS.test(line) ? `${OPEN}${balanced(line)}${CLOSE}` : line))
    .join("");
}

/** A line with as many ends as beginnings of isolates: one too many would end ours. */
function balanced(line: string): string {
  let open = 0;
  const kept = line.replaceAll(/[\u2066-\u2069]/g, (mark) => {
    if (mark !== CLOSE) open += 1;
    else if (open === 0) return "";
    else open -= 1;
    return mark;
  });
  return kept + CLOSE.repeat(open);
}
