import { existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { sql } from "drizzle-orm";
import { connect, type Database } from "#db/client.ts";
import { migrate } from "#db/migrate.ts";
import { rowsOf } from "#db/rows.ts";
import { keptSecret } from "#lib/foundation/platform/secrets/kept-secret.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { SECRET_FILE } from "./backup/make.ts";
import { rotateSecret } from "./rotate.ts";

type Alone = (run: () => Promise<void>) => Promise<void>;

/**
 * In DATA_DIR from the first try on, so that one that was cut off is finished with the same key.
 */
const NEXT = `${SECRET_FILE}.next`;
const WITNESS = "audit-witness.jsonl";

/** `secret rotate`. */
export function addSecretCommand(program: Command, alone: Alone): void {
  program
    .command("secret")
    .description("AUTH_SECRET, the key behind everything that is sealed or known again by a hash")
    .command("rotate")
    .description(
      "makes a new one and seals everything anew, while the service is stopped; cards, recovery codes and links of guests end",
    )
    .action(() => alone(rotate));
}

async function rotate(): Promise<void> {
  const { dataDir, authSecret, databaseUrl, databaseOwnerUrl } = settings();
  const file = join(dataDir, SECRET_FILE);
  const from = authSecret ?? (existsSync(file) ? readFileSync(file, "utf8") : null);
  if (!from)
    throw new Error(
      "AUTH_SECRET is not set and DATA_DIR has none: give this command the settings of the service.",
    );
  const own = databaseOwnerUrl ?? databaseUrl;
  if (own) await underNewKey(own, from, dataDir);
  else {
    const { startDatabase } = await import("#scripts/embedded-database.ts");
    const database = await startDatabase({ dataDir });
    try {
      await migrate(database.url, { application: database.applicationUrl });
      await underNewKey(database.url, from, dataDir);
    } finally {
      await database.stop();
    }
  }
  console.log(
    authSecret
      ? `The new key is in ${file}. Put it into AUTH_SECRET of every process now, or take AUTH_SECRET out of the settings where all share this folder; then start.`
      : `The new key is in ${file}. Start again.`,
  );
}

async function underNewKey(url: string, from: string, dataDir: string): Promise<void> {
  const { db, close } = connect(url, { max: 1 });
  try {
    await refuseOthers(db);
    const to = keptSecret(join(dataDir, NEXT));
    const rotated = await rotateSecret(db, { from, to, now: Temporal.Now.instant() });
    console.log(
      `Sealed anew: ${rotated.sealed}. Links of guests made anew: ${rotated.guests}. Ended: ${rotated.cards} cards, ${rotated.recoveryCodes} recovery codes.`,
    );
    if (rotated.unreadable > 0)
      console.error(
        `${rotated.unreadable} were sealed with another key than AUTH_SECRET, and are left.`,
      );
    // Under another key its lines cannot be told from forged ones: the old file proves what it
    // proves with the old key.
    const witness = join(dataDir, WITNESS);
    const day = Temporal.Now.instant().toString().slice(0, 19).replaceAll(":", "-");
    if (existsSync(witness)) renameSync(witness, join(dataDir, `audit-witness-until-${day}.jsonl`));
    rmSync(join(dataDir, "audit-witness.sent"), { force: true });
    renameSync(join(dataDir, NEXT), join(dataDir, SECRET_FILE));
  } finally {
    await close();
  }
}

/** Whoever runs has the old key in hand, and would go on sealing with it. */
async function refuseOthers(db: Database): Promise<void> {
  const rows = await rowsOf<{ others: number }>(
    db,
    sql`
      select count(*)::int as others from pg_stat_activity
      where datname = current_database() and application_name like 'trivium%' and pid <> pg_backend_pid()`,
  );
  if ((rows[0]?.others ?? 0) > 0)
    throw new Error(
      `${rows[0]?.others} connections of the service are open: stop every web and worker process first.`,
    );
}
