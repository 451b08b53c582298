import { randomUUID } from "node:crypto";
import { open, readFile, rename, rm, truncate, writeFile } from "node:fs/promises";

/*
 * Files that are whole or not there. A disk that is full takes the first half of what is written and refuses the rest; a power cut
 * leaves as much.
 */

/**
 * Puts a file in place of another in one step.
 *
 * @throws Error of the system; the old file is then as it was
 */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  const draft = `${file}.${randomUUID()}`;
  try {
    await writeFile(draft, content, { mode: 0o600, flush: true });
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/**
 * Adds lines of JSON to the end of a file, whole or not at all. Half a line that a power cut left
 * there is taken away first.
 *
 * @throws Error of the system; the file then ends with the line before
 */
export async function appendLines(file: string, added: unknown[]): Promise<void> {
  const handle = await open(file, "a", 0o600);
  const { bytes, isEnded } = await wholePart(file);
  try {
    if ((await handle.stat()).size > bytes) await truncate(file, bytes);
    const lines = added.map((each) => `${JSON.stringify(each)}\n`).join("");
    await handle.appendFile(isEnded ? lines : `\n${lines}`);
    await handle.sync();
  } catch (error) {
    await truncate(file, bytes).catch(() => {});
    throw error;
  } finally {
    await handle.close();
  }
}

/**
 * The lines of JSON of a file that were written whole, as they stand there; none where there is no
 * file.
 */
export async function wholeLines(file: string): Promise<string[]> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  const lines = text.split("\n");
  const last = lines.pop() ?? "";
  return [...lines, isJson(last) ? last : ""].filter(Boolean);
}

const NEWLINE = 10;
/** How far from its end a file is looked through at a time. */
const LOOKED_AT_BYTES = 64 * 1024;

/**
 * How many bytes of a file its whole lines take, and whether the last of them is ended: one that
 * somebody wrote with an editor may not be.
 */
async function wholePart(file: string): Promise<{ bytes: number; isEnded: boolean }> {
  const handle = await open(file, "r");
  try {
    const { size } = await handle.stat();
    const read = async (from: number, to: number) =>
      (await handle.read(Buffer.alloc(to - from), 0, to - from, from)).buffer;
    let ended = 0;
    for (let end = size; end > 0 && ended === 0; ) {
      const begin = Math.max(0, end - LOOKED_AT_BYTES);
      ended = begin + (await read(begin, end)).lastIndexOf(NEWLINE) + 1;
      if (ended === begin) ended = 0;
      end = begin;
    }
    const isLastWhole = ended < size && isJson((await read(ended, size)).toString("utf8"));
    return { bytes: isLastWhole ? size : ended, isEnded: !isLastWhole };
  } finally {
    await handle.close();
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
