import { DomainError } from "#lib/foundation/platform/errors/errors.ts";

/**
 * A thing of a JSON file, with the line that it begins on; its value is null where it is longer
 * than anything that we take.
 */
export type Item = { line: number; value: unknown };

/**
 * Text of one thing: a place with all its words has a hundredth of it, an outline of a million
 * points a hundred times as much.
 */
const MOST_CHARACTERS = 200_000;
/**
 * Names of the list that holds the places, when the file is an object: GeoJSON, data·inclusion,
 * exports of the French map.
 */
const LISTS = ["features", "structures", "lieux", "items", "data"];
/** Characters of a name that are kept: more than any of {@link LISTS} has. */
const LONGEST_NAME = 40;

/**
 * The things in the list of a JSON file, one after the other, without ever holding the file: its
 * text comes in pieces, and each thing is parsed alone. The list is the file itself, or the one
 * with a known name in it.
 *
 * @throws DomainError invalid where the file is no JSON, or has no such list
 */
export async function* itemsOf(pieces: AsyncIterable<string>): AsyncGenerator<Item> {
  const list = new ListWalk();
  for await (const piece of pieces)
    for (const sign of piece) {
      const item = list.step(sign);
      if (item) yield item;
    }
  list.end();
}

/**
 * A walk through the text of a JSON file, sign by sign: it keeps the thing that it is in, and no
 * other.
 */
class ListWalk {
  #line = 1;
  /** How many brackets and braces are open. */
  #depth = 0;
  /** `#depth` inside the list of places, once its bracket has opened. */
  #listDepth: number | null = null;
  /** The list has ended: what stands behind it is not looked at. */
  #isOver = false;
  #isInText = false;
  #isEscaped = false;
  /** The text that was last read outside of all lists, so the name of what comes next. */
  #key = "";
  #thing: { text: string; length: number; line: number } | null = null;

  /**
   * @returns the thing of the list that ends with this sign
   * @throws DomainError invalid where the file is no JSON
   */
  step(sign: string): Item | null {
    if (sign === "\n") this.#line += 1;
    if (this.#isOver) return null;
    this.#keep(sign);
    if (this.#isInText) this.#readText(sign);
    else if (sign === '"') this.#beginText();
    else if (sign === "{" || sign === "[") this.#open(sign);
    else if (sign === "}" || sign === "]") return this.#close();
    return null;
  }

  /** @throws DomainError invalid where the file ends without a list, or within it */
  end(): void {
    if (!this.#isOver) throw notJson(this.#line);
  }

  #keep(sign: string): void {
    if (!this.#thing) return;
    this.#thing.length += 1;
    if (this.#thing.length <= MOST_CHARACTERS) this.#thing.text += sign;
  }

  #beginText(): void {
    this.#isInText = true;
    if (this.#isNaming()) this.#key = "";
  }

  #readText(sign: string): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (sign === "\\") this.#isEscaped = true;
    else if (sign === '"') this.#isInText = false;
    if (this.#isInText && this.#isNaming() && this.#key.length < LONGEST_NAME) this.#key += sign;
  }

  /** Whether a text that stands here may be the name of the list. */
  #isNaming(): boolean {
    return this.#depth === 1 && this.#listDepth === null;
  }

  #open(sign: string): void {
    const isList =
      sign === "[" && (this.#depth === 0 || (this.#isNaming() && LISTS.includes(this.#key)));
    if (isList) this.#listDepth = this.#depth + 1;
    else if (sign === "{" && this.#depth === this.#listDepth)
      this.#thing = { text: sign, length: 1, line: this.#line };
    this.#depth += 1;
  }

  #close(): Item | null {
    this.#depth -= 1;
    if (this.#depth < 0) throw notJson(this.#line);
    if (this.#listDepth === null) return null;
    this.#isOver = this.#depth < this.#listDepth;
    if (!this.#thing || this.#depth !== this.#listDepth) return null;
    const { text, length, line } = this.#thing;
    this.#thing = null;
    return { line, value: length > MOST_CHARACTERS ? null : parse(text, line) };
  }
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
