import type { Database } from "#db/client.ts";
import { type CheckState, examine } from "#lib/operations/checks.ts";
import { wordsOf } from "#lib/operations/words.ts";

const MARKS: Record<CheckState, string> = { well: "✓", warning: "!", fault: "✗" };

/**
 * Says line by line how the network is: everything that the page for administrators says, and the
 * whole audit log besides.
 *
 * @returns how many things do not work; warnings are not counted
 */
export async function diagnose(db: Database, say: (line: string) => void): Promise<number> {
  const findings = await examine(db, Temporal.Now.instant(), { isThorough: true });
  for (const finding of findings) {
    const { title, sentence } = wordsOf("en", finding);
    say(`${MARKS[finding.state]} ${title}: ${sentence}`);
  }
  return findings.filter(({ state }) => state === "fault").length;
}
