import { randomUUID } from "node:crypto";
import { open, readFile, rename, rm, truncate, writeFile } from "node:fs/promises";

/*
 * Files that are whole or not there. A disk that is full takes the first half of what is written and refuses the rest; a power cut
 * leaves as much.
 */

/** Puts a file in place of another in one step. @throws Error of the system; the old file is then as it was */
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
 * Adds a line to the end of a file, whole or not at all. Half a line that a power cut left there is taken away first.
 *
 * @throws Error of the system; the file then ends with the line before
 */
export async function appendLine(file: string, line: string): Promise<void> {
  const handle = await open(file, "a", 0o600);
  const whole = await wholeBytes(file);
  try {
    if ((await handle.stat()).size > whole) await truncate(file, whole);
    await handle.appendFile(`${line}\n`);
    await handle.sync();
  } catch (error) {
    await truncate(file, whole).catch(() => {});
    throw error;
  } finally {
    await handle.close();
  }
}

/** The lines of a file that were written whole; none where there is no file. */
export async function wholeLines(file: string): Promise<string[]> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  return text.split("\n").slice(0, -1).filter(Boolean);
}

const NEWLINE = 10;
/** How far from its end a file is looked through at a time. */
const LOOKED_AT_BYTES = 64 * 1024;

/** How many bytes of a file its whole lines take. */
async function wholeBytes(file: string): Promise<number> {
  const handle = await open(file, "r");
  try {
    for (let end = (await handle.stat()).size; end > 0; ) {
      const begin = Math.max(0, end - LOOKED_AT_BYTES);
      const { buffer } = await handle.read(Buffer.alloc(end - begin), 0, end - begin, begin);
      const at = buffer.lastIndexOf(NEWLINE);
      if (at >= 0) return begin + at + 1;
      end = begin;
    }
    return 0;
  } finally {
    await handle.close();
  }
}
