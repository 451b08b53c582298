// Freezes the schema of today: `npm run freeze`, before a release is handed out.
//
// The hashes of all migrations go to db/migrations/frozen.json: from then on a test refuses a
// change of them. A database of this version, with three spaces and a year behind it and rows in
// every table, goes to db/fixtures/<last migration>.sql.gz: `npm test` brings it forward with what
// comes later. Nobody in it is a person.

import "./without-env-file.ts";
import "./freeze/surroundings.ts";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { sql } from "drizzle-orm";
import { connect, type Database } from "#db/client.ts";
import { freezeMigrations } from "#db/frozen.ts";
import { knownMigrations } from "#db/journal.ts";
import { migrate } from "#db/migrate.ts";
import { NOBODY } from "#lib/evidence/privacy/nobody.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { startDatabase } from "./embedded-database.ts";
import { dumpOf } from "./freeze/dump.ts";
import { fillNetwork } from "./freeze/network.ts";

const MOST_KILOBYTES = 300;

const { dataDir: folder } = settings();
const now = Temporal.Now.zonedDateTimeISO("UTC").startOfDay().add({ hours: 10 }).toInstant();
const server = await startDatabase({ dataDir: folder });
try {
  await migrate(server.url);
  const { db, close } = connect(server.url, { max: 4 });
  try {
    await fillNetwork(db, now);
    const empty = await emptyTables(db);
    if (empty.length > 0)
      throw new Error(`No rows in ${empty.join(", ")}: see scripts/freeze/network.ts.`);
  } finally {
    await close();
  }
  const tags = knownMigrations().map(({ tag }) => tag);
  const packed = gzipSync(await dumpOf(server.url, tags, [NOBODY]), { level: 9 });
  const kilobytes = Math.ceil(packed.length / 1000);
  if (kilobytes > MOST_KILOBYTES)
    throw new Error(
      `The dump has ${kilobytes} kB, and ${MOST_KILOBYTES} at most is kept: give it less to hold.`,
    );
  const file = join("db/fixtures", `${freezeMigrations().at(-1)?.tag}.sql.gz`);
  writeFileSync(file, packed);
  console.log(`${file}: ${kilobytes} kB, a row at least in every table.`);
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function emptyTables(db: Database): Promise<string[]> {
  const { rows } = await db.execute<{ name: string }>(sql`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition order by 1`);
  const empty: string[] = [];
  for (const { name } of rows) {
    const { rowCount } = await db.execute(sql`select from ${sql.identifier(name)} limit 1`);
    if (!rowCount) empty.push(name);
  }
  return empty;
}
