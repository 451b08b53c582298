import { join } from "node:path";
import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "#db/client.ts";
import { rowsOf } from "#db/rows.ts";
import { lockUntilEnd } from "#lib/foundation/platform/database/locks.ts";
import { appendLines, wholeLines } from "#lib/foundation/platform/files/files.ts";
import { makeFolder } from "#lib/foundation/platform/files/folder.ts";
import { log } from "#lib/foundation/platform/logs/log.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { NOBODY } from "./nobody.ts";

/**
 * In DATA_DIR, one line for each person who was erased and each consent that was withdrawn: ids and
 * moments, no names. A database that is put back from an older backup has them again: this list,
 * kept outside of it, says whom to forget once more.
 */
export const ERASURES_FILE = "erasures.jsonl";

const line = z.union([
  z.object({ at: z.string(), person: z.uuid() }),
  z.object({ at: z.string(), consent: z.uuid() }),
]);
type Line = z.infer<typeof line>;

/** Who is to be forgotten and which consents are ended, each once. */
export type Erasures = { people: string[]; consents: string[] };

/**
 * Adds to the list what the database knows to be erased or withdrawn and the list does not: the
 * worker calls it by the clock, so that the list is whole on its machine wherever the erasing was
 * done, also after a crash.
 *
 * @returns how many lines were added
 */
export async function listErasures(db: Database): Promise<number> {
  return db.transaction(async (tx) => {
    // Two workers that share the folder would both add the same.
    await tx.execute(sql`select ${lockUntilEnd("erasures")}`);
    const { people, consents } = await readErasures(listFile());
    const known = new Set([...people, ...consents]);
    const rows = await rowsOf<{ at: string; person: string | null; consent: string | null }>(
      tx,
      sql`
        select to_json(erased_at) #>> '{}' as at, id::text as person, null as consent from person
          where erased_at is not null and id <> ${NOBODY}
        union all select to_json(max(at)) #>> '{}', null, record_id::text from consent_event
        where state = 'withdrawn' group by record_id
        order by 1`,
    );
    const added = rows
      .filter(({ person, consent }) => !known.has(person ?? consent ?? ""))
      .map(({ at, person, consent }) => (person ? { at, person } : { at, consent: consent ?? "" }));
    await append(added);
    return added.length;
  });
}

/**
 * @throws Error when the file cannot be read or a line is none; a file that is not there has none
 */
export async function readErasures(file: string): Promise<Erasures> {
  const lines = (await wholeLines(file)).map((each, at) => read(each, `${file}, line ${at + 1}`));
  return {
    people: [...new Set(lines.flatMap((each) => ("person" in each ? each.person : [])))],
    consents: [...new Set(lines.flatMap((each) => ("consent" in each ? each.consent : [])))],
  };
}

function read(text: string, where: string): Line {
  try {
    return line.parse(JSON.parse(text));
  } catch (error) {
    throw new Error(`${where}: this is no line of the list of erasures.`, { cause: error });
  }
}

/**
 * Adds somebody who has just been erased. A list that cannot be written now is made whole by the
 * worker: see `listErasures`.
 */
export async function noteErased(person: string, at: Temporal.Instant): Promise<void> {
  log.info({ person }, "person erased");
  await append([{ at: at.toString(), person }]).catch((error: unknown) =>
    log.error({ err: error }, "list of erasures"),
  );
}

async function append(lines: Line[]): Promise<void> {
  if (lines.length === 0) return;
  makeFolder(settings().dataDir);
  await appendLines(listFile(), lines);
}

/** The list of this service. */
export function listFile(): string {
  return join(settings().dataDir, ERASURES_FILE);
}
