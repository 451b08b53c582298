import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { DrizzleQueryError } from "drizzle-orm";
import { type Connection, connect } from "#db/client.ts";
import { standingFault, standingOf } from "#db/journal.ts";
import { NoConnection } from "#db/pool.ts";
import { messageFor } from "#lib/foundation/i18n/translator.ts";
import {
  brokenSentence,
  unsealedFault,
  unsealedState,
  verifyAudit,
} from "#lib/foundation/identity/audit/audit.ts";
import { faultOf, verifyWitness } from "#lib/foundation/identity/audit/audit-witness.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { isCutOff, machineFault } from "#lib/foundation/platform/errors/machine-fault.ts";
import { inTime, TooLate } from "#lib/foundation/platform/process/patience.ts";
import { DATABASE_URL_FILE, settings } from "#lib/foundation/platform/settings/settings.ts";
import { addBackupCommands } from "./backup.ts";
import { diagnose } from "./doctor.ts";
import { addExportCommand } from "./export.ts";
import { addFrameworkCommands } from "./frameworks.ts";
import { addIdentityCommands } from "./identity.ts";
import { addKeyCommands } from "./keys.ts";
import { addOutboxCommands } from "./outbox.ts";
import { addOverlayCommands } from "./overlays.ts";
import { addSecretCommand } from "./secret.ts";
import { addSpacesCommands } from "./spaces.ts";

const program = new Command("trivium").description(
  "What an administrator of the network does from a terminal.",
);

addIdentityCommands(program, withContext);
addBackupCommands(program, withContext, alone);
addExportCommand(program, withContext);
addSecretCommand(program, alone);
addOutboxCommands(program, withContext);
addKeyCommands(program, withContext);
addFrameworkCommands(program, withContext);
addSpacesCommands(program, withContext, console.log);
addOverlayCommands(program, withContext, console.log);

program
  .command("audit")
  .description("the log of what was done")
  .command("verify")
  .description(
    "works every seal out anew and compares with the witness; fails when an entry was changed, removed, slipped in or left without a seal",
  )
  .action(() =>
    withContext(async ({ db, now }) => {
      const { entries, firstBroken } = await verifyAudit(db);
      if (firstBroken)
        throw new Error(`The audit log does not hold: ${brokenSentence(firstBroken)}`);
      const unsealed = await unsealedState(db);
      const late = unsealedFault(unsealed);
      if (late) throw new Error(`What is sealed fits, but ${late}`);
      const witness = await verifyWitness(db, now);
      const fault = faultOf(witness);
      if (fault) throw new Error(`The seals fit, but ${fault}`);
      console.log(`${entries} entries, every seal whole.`);
      if (unsealed.waiting > 0)
        console.log(
          `${unsealed.waiting} of them are whole and wait for their seal: the worker gives it within seconds.`,
        );
      if (witness.is === "whole")
        console.log(
          witness.seal
            ? `${witness.lines} times witnessed outside the database, the last time as ${witness.seal}.`
            : "Not witnessed outside the database yet: the worker does so within ten minutes.",
        );
    }),
  );

program
  .command("doctor")
  .description(
    "looks at everything that must hold for the network to run; fails when something does not",
  )
  .action(() =>
    withContext(
      async ({ db }) => {
        const failed = await diagnose(db, console.log);
        if (failed > 0) throw new Error(`${failed} of the checks failed.`);
      },
      { anyTables: true },
    ),
  );

/** Whoever types waits for a first answer of the database so long, and for its goodbye. */
const PATIENCE_MS = { first: 5_000, goodbye: 1_000 };

await program.parseAsync();

/**
 * @param anyTables also on a database that is not of this version, which other commands would fail
 *   on, or harm
 */
async function withContext(
  run: (ctx: Context) => Promise<void>,
  { anyTables = false }: { anyTables?: boolean } = {},
): Promise<void> {
  let connection: Connection | undefined;
  try {
    connection = connect(databaseUrl(), { max: 2 });
    const fault = anyTables ? null : standingFault(await firstAnswer(standingOf(connection.pool)));
    if (fault) throw new Error(fault);
    const now = Temporal.Now.instant();
    await run({
      actor: { kind: "system", name: "cli" },
      now,
      db: connection.db,
      requestId: crypto.randomUUID(),
    });
  } catch (error) {
    console.error(sentence(error));
    process.exitCode = 1;
  } finally {
    await goodbye(connection);
  }
}

async function firstAnswer<T>(asked: Promise<T>): Promise<T> {
  return inTime(asked, PATIENCE_MS.first).catch((error: unknown) => {
    if (!(error instanceof TooLate)) throw error;
    const { databaseUrl: own, dataDir } = settings();
    const where = own ? "of DATABASE_URL" : `in ${dataDir}`;
    throw new Error(
      `The database ${where} does not answer within ${PATIENCE_MS.first / 1000} seconds: it hangs, or the machine has too much to do.`,
    );
  });
}

/** A server that hangs closes nothing, and would keep this process. */
async function goodbye(connection: Connection | undefined): Promise<void> {
  if (!connection) return;
  await inTime(connection.close(), PATIENCE_MS.goodbye).catch((error: unknown) => {
    if (error instanceof TooLate) process.exit();
    throw error;
  });
}

async function alone(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    console.error(sentence(error));
    process.exitCode = 1;
  }
}

/**
 * A refusal or a sentence of ours as it is; what a file system or the database said, in words for
 * whoever typed.
 */
function sentence(error: unknown): string {
  if (error instanceof DomainError) return messageFor("en", error.reason);
  if (!(error instanceof Error)) return String(error);
  const isSaidByUs =
    !("code" in error) &&
    !(error instanceof DrizzleQueryError || error instanceof NoConnection) &&
    !isCutOff(error);
  if (isSaidByUs) return error.message;
  try {
    const { dataDir, databaseUrl: own } = settings();
    return machineFault(error, { dataDir, database: own ?? null, next: "command" });
  } catch {
    return error.message;
  }
}

/** DATABASE_URL, or the database that `npm start` runs now. */
function databaseUrl(): string {
  const { databaseUrl: own, dataDir } = settings();
  const file = join(dataDir, DATABASE_URL_FILE);
  if (own) return own;
  if (existsSync(file)) return readFileSync(file, "utf8");
  throw new Error("No database: set DATABASE_URL, or run `npm start` in another terminal first.");
}
