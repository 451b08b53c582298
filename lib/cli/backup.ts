import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { connect, type Database } from "#db/client.ts";
import { listFile, readErasures } from "#lib/evidence/privacy/erasure-list.ts";
import { repeatErasures } from "#lib/evidence/privacy/repeat-erasures.ts";
import { verifyWitness } from "#lib/foundation/identity/audit/audit-witness.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { DATABASE_URL_FILE, settings } from "#lib/foundation/platform/settings/settings.ts";
import { noteBackup } from "#lib/operations/machine.ts";
import { makeBackup, SECRET_FILE } from "./backup/make.ts";
import type { Manifest } from "./backup/manifest.ts";
import { faultsOf } from "./verify.ts";

type WithContext = (run: (ctx: Context) => Promise<void>) => Promise<void>;
/**
 * Runs what needs no connection to the database of the service; a failure is said in one sentence.
 */
type Alone = (run: () => Promise<void>) => Promise<void>;

type RestoreOptions = { force?: boolean; erasures?: string; despiteFaults?: boolean };

const OWNER = "trivium";
const MEGABYTE = 1_000_000;
const SIGNALS = ["SIGHUP", "SIGINT", "SIGTERM"] as const;

/** `backup`, `restore`, `restore-drill`, `verify` and `erasures repeat`. */
export function addBackupCommands(program: Command, withContext: WithContext, alone: Alone): void {
  program
    .command("backup")
    .description(
      "copies the embedded database while it runs, with the secrets and lists of DATA_DIR, into a new folder; all of it is personal data",
    )
    .argument("<dir>", "a folder that is empty or not there yet, outside DATA_DIR")
    .option(
      "--drill",
      "restores it at once into a folder of its own, asks everything, and says how long that took",
    )
    .action((dir: string, { drill = false }: { drill?: boolean }) =>
      alone(async () => {
        await backup(dir);
        if (drill) await restoreDrill(dir);
      }),
    );

  program
    .command("restore")
    .description(
      "puts a backup into DATA_DIR, which must be empty: proven before it takes its place, and who was erased since is erased again",
    )
    .argument("<dir>", "as `backup` made it")
    .option("--force", "what is in DATA_DIR is moved aside, inside it; nothing is deleted")
    .option("--erasures <file>", "a newer list of erasures than that of the backup")
    .option("--despite-faults", "puts it back even when it does not keep every promise")
    .action((from: string, asked: RestoreOptions) => alone(() => restoreInPlace(from, asked)));

  program
    .command("restore-drill")
    .description(
      "restores a backup into a folder of its own beside the service, asks everything, and forgets it again",
    )
    .argument("<dir>", "as `backup` made it")
    .action((from: string) => alone(() => restoreDrill(from)));

  program
    .command("verify")
    .description(
      "asks the database for every promise, and its audit log for its seals and its witness",
    )
    .option(
      "--as-of <moment>",
      "up to when the witness should know, as 2026-11-28T10:00:00Z; now when not given",
      momentOf,
    )
    .action(({ asOf }: { asOf?: Temporal.Instant }) =>
      withContext(({ db, now }) => verifyDatabase(db, asOf ?? now)),
    );

  program
    .command("erasures")
    .description("who was erased and which consents were withdrawn: a list outside the database")
    .command("repeat")
    .description(
      "after a restore: erases and withdraws again what the list names and the database has again",
    )
    .argument("[file]", "a list; that of DATA_DIR when not given")
    .action((file?: string) => withContext((ctx) => eraseAgain(ctx, file ?? listFile())));
}

function momentOf(text: string): Temporal.Instant {
  try {
    return Temporal.Instant.from(text);
  } catch {
    throw new InvalidArgumentError("That is no moment: write it as 2026-11-28T10:00:00Z.");
  }
}

async function backup(dir: string): Promise<void> {
  const began = performance.now();
  const made = await copyInto(dir);
  await noteBackup({ at: made.madeAt, bytes: storedBytes(made) });
  console.log(
    `${resolve(dir)}: ${sizeOf(made)}, whole as of ${made.madeAt}, in ${since(began)} s.`,
  );
}

async function copyInto(target: string): Promise<Manifest> {
  refuseOwnDatabase("backup");
  const { dataDir } = settings();
  const address = textOf(join(dataDir, DATABASE_URL_FILE));
  const password = textOf(join(dataDir, "postgres-password"));
  if (!address || !password)
    throw new Error(
      `No database runs in ${dataDir}: run \`npm start\` first, or copy the whole folder while nothing runs.`,
    );
  const authSecret = settings().authSecret ?? textOf(join(dataDir, SECRET_FILE));
  if (!authSecret)
    throw new Error(
      "AUTH_SECRET is not set and DATA_DIR has none: give this command the settings of the service.",
    );
  await refuseOtherSecret(address);
  const owner = new URL(address);
  owner.username = OWNER;
  owner.password = password;
  return makeBackup({ dataDir, target, authSecret, ownerUrl: owner.href });
}

/**
 * Secrets cannot be opened with another key than they were sealed with: the witness of the audit
 * log tells.
 */
async function refuseOtherSecret(url: string): Promise<void> {
  const { db, close } = connect(url, { max: 1 });
  try {
    const { is } = await verifyWitness(db, Temporal.Now.instant());
    if (is === "forged")
      throw new Error(
        "AUTH_SECRET is not the one that the witness of the audit log was written with: give this command the settings of the service.",
      );
  } finally {
    await close();
  }
}

async function restoreInPlace(from: string, asked: RestoreOptions): Promise<void> {
  refuseOwnDatabase("restore");
  const { restore } = await import("./backup/restore.ts");
  await untilCutOff((signal) => restore({ from, dataDir: settings().dataDir, ...asked, signal }));
}

async function restoreDrill(from: string): Promise<void> {
  const { drill } = await import("./backup/restore.ts");
  const above = await mkdtemp(join(tmpdir(), "trivium-drill-"));
  // Everybody's data is in it: it goes however this ends.
  const seconds = await untilCutOff((signal) =>
    drill({ from, folder: join(above, "data"), signal }),
  ).finally(() => rm(above, { recursive: true, force: true }));
  console.log(`The drill took ${seconds.toFixed(1)} s: ${resolve(from)} can be restored.`);
}

async function verifyDatabase(db: Database, asOf: Temporal.Instant): Promise<void> {
  const faults = await faultsOf(db, asOf);
  if (faults.length > 0) throw new Error(faults.join("\n"));
  console.log("Every promise is kept, and the audit log is whole.");
}

async function eraseAgain(ctx: Context, list: string): Promise<void> {
  if (!existsSync(list)) throw new Error(`${list} is not there.`);
  const erasures = await readErasures(list);
  const { people, consents, refused } = await repeatErasures(ctx, erasures);
  console.log(
    `Of ${erasures.people.length} people on the list ${people} were erased again, of ${erasures.consents.length} consents ${consents} were ended again.`,
  );
  for (const { person, reason } of refused) console.error(`${person} is needed still: ${reason}`);
  if (refused.length > 0)
    throw new Error(
      `${refused.length} could not be erased again: settle what needs them, then \`npm run cli -- erasures repeat\`.`,
    );
}

/**
 * Runs what a closed terminal, Ctrl-C or a service manager may cut off: it then stops what it
 * started and removes what it made. Told twice, the command ends at once.
 */
async function untilCutOff<T>(run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const cut = new AbortController();
  const onSignal = () => cut.abort(new Error("Cut off: nothing of it was kept."));
  for (const signal of SIGNALS) process.once(signal, onSignal);
  try {
    return await run(cut.signal);
  } catch (error) {
    throw cut.signal.aborted ? cut.signal.reason : error;
  } finally {
    for (const signal of SIGNALS) process.removeListener(signal, onSignal);
  }
}

/** A database of one's own is copied by its own tools, which know all of its server. */
function refuseOwnDatabase(command: "backup" | "restore"): void {
  if (!settings().databaseUrl) return;
  const how =
    command === "backup"
      ? `pg_dump --format=custom --enable-row-security --file=trivium.dump "$DATABASE_URL"`
      : `pg_restore --single-transaction --exit-on-error --dbname="$DATABASE_OWNER_URL" trivium.dump`;
  throw new Error(
    `DATABASE_URL is set, and \`${command}\` is for the embedded database. With one of your own:\n  ${how}\nand keep DATA_DIR and AUTH_SECRET: docs/operations.md, "Backups".`,
  );
}

function textOf(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

function storedBytes({ files }: Manifest): number {
  return files.reduce((sum, file) => sum + file.bytes, 0);
}

function sizeOf(made: Manifest): string {
  const { bytes } = made;
  return `${(storedBytes(made) / MEGABYTE).toFixed(1)} MB of ${(bytes / MEGABYTE).toFixed(1)} MB`;
}

function since(began: number): string {
  return ((performance.now() - began) / 1000).toFixed(1);
}
