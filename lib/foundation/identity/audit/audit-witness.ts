import { createHmac, hkdfSync } from "node:crypto";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "#db/client.ts";
import { momentText } from "#db/expressions.ts";
import { rowsOf } from "#db/rows.ts";
import { auditEnds, auditEntries, auditSeals } from "#db/schema/identity.ts";
import { lockUntilEnd } from "#lib/foundation/platform/database/locks.ts";
import { appendLines, wholeLines } from "#lib/foundation/platform/files/files.ts";
import { makeFolder } from "#lib/foundation/platform/files/folder.ts";
import { log } from "#lib/foundation/platform/logs/log.ts";
import { authSecret, settings } from "#lib/foundation/platform/settings/settings.ts";

/** In DATA_DIR, one line for each time that a chain had grown. Lines are only ever added. */
const FILE = "audit-witness.jsonl";

/** An entry may leave the log this many years after it was made, and not before. */
const KEPT_YEARS = 5;

/** Every ten minutes is a witness: one that is so much behind means that nobody writes any more. */
const LATE_HOURS = 2;

const head = z.object({
  chain: z.string(),
  position: z.number().int(),
  hash: z.string(),
  at: z.string(),
});
const line = z.object({ at: z.string(), heads: z.array(head), seal: z.string() });

type Head = z.infer<typeof head>;
export type Line = z.infer<typeof line>;

export type WitnessVerdict =
  | { is: "whole"; lines: number; seal: string | null }
  /**
   * The file itself: a line that was not sealed with this AUTH_SECRET, or lines taken out from
   * between.
   */
  | { is: "forged"; line: number }
  /** The log no longer has what it had when the witness looked. */
  | { is: "rewritten"; chain: string; position: number; seenAt: string }
  /** The newest entries were never witnessed. */
  | { is: "late"; chain: string };

/**
 * Writes down outside the database where each chain of the audit log ends, sealed with a key that
 * the database does not have. Whoever rewrites a chain, seals and head included, cannot rewrite
 * this file nor the line in the log of the process.
 *
 * @returns how many chains had grown
 */
export async function witnessAudit(db: Database, now: Temporal.Instant): Promise<number> {
  return db.transaction(async (tx) => {
    // Two workers that share the folder would both follow on the same line.
    await tx.execute(sql`select ${lockUntilEnd("audit_witness")}`);
    const { seen, lines, seal: before } = await ending();
    const grown = (await heads(tx)).filter(
      ({ chain, position, hash }) =>
        seen.get(chain)?.position !== position || seen.get(chain)?.hash !== hash,
    );
    if (grown.length === 0) return 0;
    const said = { at: now.toString(), heads: grown };
    const seal = sealOf(before, said);
    makeFolder(settings().dataDir);
    await appendLines(file(), [{ ...said, seal }]);
    const after = new Map([...seen, ...newest([{ ...said, seal }])]);
    known = { file: file(), bytes: await size(), seen: after, lines: lines + 1, seal };
    log.info({ heads: grown, seal, line: lines + 1 }, "audit witnessed");
    return grown.length;
  });
}

type Ending = { seen: Map<string, Head>; lines: number; seal: string };

/**
 * How the file ended when this process last wrote to it: it grows for years, and is read again only
 * when another wrote.
 */
let known: (Ending & { file: string; bytes: number }) | null = null;

async function ending(): Promise<Ending> {
  if (known?.file === file() && known.bytes === (await size())) return known;
  const lines = await witnessed();
  return { seen: newest(lines), lines: lines.length, seal: lines.at(-1)?.seal ?? "" };
}

async function size(): Promise<number> {
  return stat(file()).then(
    ({ size }) => size,
    () => 0,
  );
}

/**
 * Compares the log with everything that was ever witnessed of it. Whether the chains fit in
 * themselves is `verifyAudit`'s.
 */
export async function verifyWitness(db: Database, now: Temporal.Instant): Promise<WitnessVerdict> {
  const lines = await witnessed();
  let before = "";
  for (const [at, { seal, ...said }] of lines.entries()) {
    if (seal !== sealOf(before, said)) return { is: "forged", line: at + 1 };
    before = seal;
  }
  const all = lines.flatMap(({ at: seenAt, heads }) => heads.map((each) => ({ ...each, seenAt })));
  const hashes = await hashesAt(db, all);
  const ended = now.toZonedDateTimeISO("UTC").subtract({ years: KEPT_YEARS }).toInstant();
  for (const [index, { chain, position, hash, at, seenAt }] of all.entries()) {
    const found = hashes[index] ?? null;
    const mayBeGone = Temporal.Instant.compare(Temporal.Instant.from(at), ended) < 0;
    if (found !== hash && !(found === null && mayBeGone))
      return { is: "rewritten", chain, position, seenAt };
  }
  const seen = newest(lines);
  const late = now.subtract({ hours: LATE_HOURS });
  for (const { chain, position, at } of await heads(db))
    if (
      position > (seen.get(chain)?.position ?? 0) &&
      Temporal.Instant.compare(Temporal.Instant.from(at), late) < 0
    )
      return { is: "late", chain };
  return { is: "whole", lines: lines.length, seal: lines.at(-1)?.seal ?? null };
}

/** The verdict in a sentence for whoever runs the network; null when nothing is wrong. */
export function faultOf(verdict: WitnessVerdict): string | null {
  switch (verdict.is) {
    case "whole":
      return null;
    case "forged":
      return `line ${verdict.line} of ${FILE} was not written with this AUTH_SECRET, or does not follow the line before it.`;
    case "rewritten":
      return `the chain ${verdict.chain} is not what it was at ${verdict.seenAt}: entry ${verdict.position} was rewritten or removed.`;
    case "late":
      return `the newest entries of ${verdict.chain} are witnessed nowhere: does the worker run, with this DATA_DIR?`;
  }
}

async function heads(db: Database): Promise<Head[]> {
  return db
    .select({
      chain: auditEnds.chain,
      position: auditEnds.position,
      hash: auditEnds.hash,
      at: momentText(auditEntries.at),
    })
    .from(auditEnds)
    .innerJoin(
      auditSeals,
      and(eq(auditSeals.chain, auditEnds.chain), eq(auditSeals.position, auditEnds.position)),
    )
    .innerJoin(auditEntries, eq(auditEntries.id, auditSeals.entryId))
    .orderBy(auditEnds.chain);
}

/** The hash that stands at each place now; null where nothing does. */
async function hashesAt(db: Database, places: Head[]): Promise<(string | null)[]> {
  const hashes: (string | null)[] = [];
  for (let from = 0; from < places.length; from += AT_ONCE)
    hashes.push(...(await someHashesAt(db, places.slice(from, from + AT_ONCE))));
  return hashes;
}

const AT_ONCE = 5_000;

async function someHashesAt(db: Database, places: Head[]): Promise<(string | null)[]> {
  const asked = JSON.stringify(places.map(({ chain, position }) => ({ chain, position })));
  const rows = await rowsOf<{ hash: string | null }>(
    db,
    sql`
      select seal.hash from rows
      from (jsonb_to_recordset(${asked}::jsonb) as (chain text, position bigint))
        with ordinality as asked(chain, position, nth)
      left join audit_seal seal on seal.chain = asked.chain and seal.position = asked.position order by nth`,
  );
  return rows.map(({ hash }) => hash);
}

function newest(lines: Line[]): Map<string, Head> {
  return new Map(lines.flatMap(({ heads }) => heads.map((each) => [each.chain, each] as const)));
}

/** Every line that was ever written, the oldest first. */
export async function witnessed(): Promise<Line[]> {
  return (await wholeLines(file())).map(read);
}

/** A line that is none counts as one whose seal does not fit. */
function read(text: string): Line {
  try {
    return line.parse(JSON.parse(text));
  } catch {
    return { at: "", heads: [], seal: "" };
  }
}

/** Each seal covers the one before it, so that no line can be taken out from between. */
function sealOf(before: string, { at, heads }: Omit<Line, "seal">): string {
  const words = heads.map(({ chain, position, hash, at: made }) => [chain, position, hash, made]);
  const key = Buffer.from(hkdfSync("sha256", authSecret(), "", "audit witness", 32));
  return createHmac("sha256", key)
    .update(JSON.stringify([before, at, words]))
    .digest("hex");
}

function file(): string {
  return join(settings().dataDir, FILE);
}
