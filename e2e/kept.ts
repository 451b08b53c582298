import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { withDatabase } from "./database.ts";

const folder = process.env.E2E_DATA_DIR ?? ".data-e2e";

/**
 * Where any of these strings is kept: every column of every row of every table, the job queue's
 * included, and every file of the service, its mail and its log included. PostgreSQL's own files
 * are read through its tables.
 *
 * @returns a place for each string that is found there
 */
export async function placesOf(sought: readonly string[]): Promise<string[]> {
  const small = sought.map((text) => text.toLowerCase());
  return [...(await inTables(small)), ...(await inFiles(small))];
}

async function inTables(sought: readonly string[]): Promise<string[]> {
  return withDatabase(async (client) => {
    const { rows: tables } = await client.query<{ place: string }>(`
      select format('%I.%I', table_schema, table_name) as place from information_schema.tables
      where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema') order by 1`);
    const found: string[] = [];
    for (const { place } of tables) {
      // Each row is written out once, whatever is sought in it.
      const { rows } = await client.query<{ text: string }>(
        `select distinct sought.text from ${place} kept
          cross join lateral (select lower(kept::text) as said) written
          cross join unnest($1::text[]) as sought(text) where position(sought.text in written.said) > 0`,
        [sought],
      );
      found.push(...rows.map(({ text }) => `${place}: ${text}`));
    }
    return found;
  });
}

async function inFiles(sought: readonly string[]): Promise<string[]> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const file of names) {
    const path = join(file.parentPath, file.name);
    if (!file.isFile() || path.startsWith(join(folder, "postgres/"))) continue;
    const said = decoded(await readFile(path, "utf8").catch(() => "")).toLowerCase();
    for (const text of sought) if (said.includes(text)) found.push(`${file.name}: ${text}`);
  }
  return found;
}

/** As it stands, with what mail says in quoted-printable and base64 said plainly. */
function decoded(text: string): string {
  const quoted = text
    .replace(/=\r?\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  const encoded = [...text.matchAll(/(?:^[A-Za-z0-9+/]{60,76}={0,2}\r?\n)+/gm)].map(([block]) =>
    Buffer.from(block, "base64").toString("utf8"),
  );
  return [text, quoted, ...encoded].join("\n");
}
