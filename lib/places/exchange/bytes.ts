/** How a file is written, as it was found. */
export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

/** Enough of a file to tell by; an accent that comes later is found when it comes. */
export const HEAD_BYTES = 65_536;

/**
 * How a file is written, from its beginning. What is no UTF-8 is taken for windows-1252, which
 * holds latin-1: what Excel writes in the west of Europe.
 */
export function encodingOf(head: Uint8Array): Encoding {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  return isUtf8(head) ? "utf-8" : "windows-1252";
}

/** The bytes at the end may be the first half of a sign: they count for nothing. */
function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/**
 * A file as text, a piece at a time. The first pieces decide how it is written.
 *
 * @throws TypeError of the decoder where a file that began as UTF-8 is none further on
 */
export async function* textOf(
  pieces: AsyncIterable<Uint8Array>,
  encoding: Encoding,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: encoding === "utf-8" });
  for await (const piece of pieces) {
    const text = decoder.decode(piece, { stream: true });
    if (text) yield text;
  }
  const end = decoder.decode();
  if (end) yield end;
}
