import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { faultOf } from "#lib/foundation/platform/errors/fault.ts";
import { writeWhole } from "#lib/foundation/platform/files/files.ts";
import {
  type Guard,
  OPERATORS_OWN,
  postSigned,
} from "#lib/foundation/platform/http/signed-post.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { type Line, witnessed } from "./audit-witness.ts";

/**
 * In DATA_DIR: how many lines of the witness have been taken by AUDIT_WITNESS_URL, and the seal of
 * the last of them.
 */
const FILE = "audit-witness.sent";
/** How many go in one message. */
const AT_ONCE = 200;
/** A receiver that has taken nothing for so long does not work. */
const LATE_HOURS = 2;

/**
 * Tells AUDIT_WITNESS_URL, on a machine of somebody else, what the witness of the audit log wrote:
 * its lines in order, signed with AUDIT_WITNESS_SECRET. A line that is not taken is sent again the
 * next time; it may come twice. Nothing is sent where no address is set, and nothing waits for it.
 *
 * @returns lines that were taken, lines that still wait, and why they do
 */
export async function sendWitness(
  receiver = settings().auditWitness,
  guard: Guard = OPERATORS_OWN,
): Promise<{ sent: number; waiting: number; fault: string | null }> {
  if (!receiver) return { sent: 0, waiting: 0, fault: null };
  const lines = await witnessed();
  const first = await taken(lines);
  let at = first;
  let fault: string | null = null;
  while (at < lines.length) {
    const some = lines.slice(at, at + AT_ONCE);
    const body = JSON.stringify({ first: at + 1, lines: some });
    const id = `witness_${some.at(-1)?.seal}`;
    fault = await postSigned(
      { url: receiver.url, id, body, secrets: [receiver.secret] },
      guard,
    ).then((status) => (status >= 200 && status <= 299 ? null : `answered ${status}`), faultOf);
    if (fault) break;
    at += some.length;
    await writeWhole(file(), `${at} ${lines[at - 1]?.seal}\n`);
  }
  return { sent: at - first, waiting: lines.length - at, fault };
}

/** What is wrong with the receiver in a sentence, or null. */
export async function witnessPostFault(now: Temporal.Instant): Promise<string | null> {
  if (!settings().auditWitness) return null;
  const lines = await witnessed();
  const oldest = lines[await taken(lines)];
  const late = now.subtract({ hours: LATE_HOURS });
  if (
    !oldest ||
    Temporal.Instant.compare(Temporal.Instant.from(oldest.at || now.toString()), late) > 0
  )
    return null;
  return `AUDIT_WITNESS_URL has taken nothing since ${oldest.at}: see the job "witness" in the log of the worker.`;
}

/**
 * How many of these lines were taken: none when the file is another one than then, which its
 * receiver must hear of.
 */
async function taken(lines: Line[]): Promise<number> {
  const text = await readFile(file(), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  const [count = "", seal] = text.trim().split(" ");
  const at = Number.parseInt(count, 10) || 0;
  return at > 0 && lines[at - 1]?.seal === seal ? at : 0;
}

function file(): string {
  return join(settings().dataDir, FILE);
}
