import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, onTestFinished } from "vitest";

/** A folder of its own for the test that runs; it goes with it. */
export function folderOfTest(name: string): string {
  const { folder, remove } = newFolder(name);
  onTestFinished(remove);
  return folder;
}

/** The same for all tests of a file. */
export function folderOfFile(name: string): string {
  const { folder, remove } = newFolder(name);
  afterAll(remove);
  return folder;
}

function newFolder(name: string) {
  const folder = mkdtempSync(join(tmpdir(), `trivium-${name}-`));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
