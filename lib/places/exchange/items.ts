import { DomainError } from "#lib/foundation/platform/errors.ts";

/** A thing of a JSON file, with the line that it begins on; its value is null where it is longer than anything that we take. */
export type Item = { line: number; value: unknown };

/** Text of one thing: a place with all its words has a hundredth of it, an outline of a million points a hundred times as much. */
const MOST_CHARACTERS = 200_000;
/** Names of the list that holds the places, when the file is an object: GeoJSON, data·inclusion, exports of the French map. */
const LISTS = ["features", "structures", "lieux", "items", "data"];

/**
 * The things in the list of a JSON file, one after the other, without ever holding the file: its text comes in pieces, and each thing
 * is parsed alone. The list is the file itself, or the one with a known name in it.
 *
 * @throws DomainError invalid where the file is no JSON, or has no such list
 */
export async function* itemsOf(pieces: AsyncIterable<string>): AsyncGenerator<Item> {
  const walk = { depth: 0, listDepth: -1, line: 1, inText: false, isEscaped: false, isOver: false };
  let key = "";
  let kept: string | null = null;
  let length = 0;
  let began = 1;
  let hasList = false;
  for await (const piece of pieces)
    for (const sign of piece) {
      if (sign === "\n") walk.line += 1;
      if (walk.isOver) continue;
      const isIn = kept !== null;
      if (isIn) {
        length += 1;
        if (length <= MOST_CHARACTERS) kept += sign;
      }
      if (walk.inText) {
        if (walk.isEscaped) walk.isEscaped = false;
        else if (sign === "\\") walk.isEscaped = true;
        else if (sign === '"') walk.inText = false;
        if (walk.depth === 1 && walk.listDepth < 0 && walk.inText && key.length < 40) key += sign;
        continue;
      }
      if (sign === '"') {
        walk.inText = true;
        if (walk.depth === 1 && walk.listDepth < 0) key = "";
      } else if (sign === "{" || sign === "[") {
        if (walk.depth === 0 && sign === "[") walk.listDepth = 1;
        else if (walk.depth === 1 && sign === "[" && walk.listDepth < 0 && LISTS.includes(key))
          walk.listDepth = 2;
        else if (sign === "{" && walk.depth === walk.listDepth) {
          kept = sign;
          length = 1;
          began = walk.line;
        }
        hasList ||= walk.listDepth > 0;
        walk.depth += 1;
      } else if (sign === "}" || sign === "]") {
        walk.depth -= 1;
        if (walk.depth < 0) throw notJson(walk.line);
        if (kept !== null && walk.depth === walk.listDepth) {
          yield { line: began, value: length > MOST_CHARACTERS ? null : parse(kept, began) };
          kept = null;
        }
        // The list of places has ended: what stands behind it is not looked at.
        if (walk.listDepth > 0 && walk.depth < walk.listDepth) walk.isOver = true;
      }
    }
  if (!hasList || !walk.isOver) throw notJson(walk.line);
}

function parse(text: string, line: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw notJson(line);
  }
}

function notJson(line: number): DomainError {
  return new DomainError("invalid", { code: "places.not_json", line });
}
