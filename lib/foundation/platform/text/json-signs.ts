const SIGNS = "[]{},";

/**
 * The brackets and commas of a text of JSON, in their order, without those that stand inside its
 * strings. Looks at each character once and builds nothing: for what may be too large to parse.
 */
export function* signsOf(json: string): Generator<string, void> {
  for (let at = 0; at < json.length; at += 1) {
    const sign = json[at] ?? "";
    if (sign === '"') at = endOfString(json, at);
    else if (SIGNS.includes(sign)) yield sign;
  }
}

/** Where the string ends that begins at a quote; past the end of the text when it is not closed. */
function endOfString(json: string, begin: number): number {
  let at = begin + 1;
  while (at < json.length && json[at] !== '"') at += json[at] === "\\" ? 2 : 1;
  return at;
}

/** How much deeper what follows a sign stands. */
export function stepOf(sign: string): -1 | 0 | 1 {
  if (sign === ",") return 0;
  return sign === "[" || sign === "{" ? 1 : -1;
}
