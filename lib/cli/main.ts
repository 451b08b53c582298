import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { type Connection, connect } from "#db/client.ts";
import { createAccessToken } from "#lib/identity/access-tokens.ts";
import { verifyAudit } from "#lib/identity/audit.ts";
import type { Context } from "#lib/identity/context.ts";
import { ACTIONS } from "#lib/identity/policy.ts";
import { DATABASE_URL_FILE, settings } from "#lib/platform/settings.ts";

const program = new Command("trivium").description(
  "What an administrator of the network does from a terminal.",
);

program
  .command("token")
  .description("personal access tokens for the API")
  .command("create")
  .description("makes a token and prints it, alone, on the last line")
  .requiredOption("--as <e-mail>", "whose token it is")
  .option("--scope <action...>", "what it may do", ACTIONS)
  .action(({ as: email, scope }: { as: string; scope: string[] }) =>
    withContext(async (ctx) =>
      console.log(await createAccessToken(ctx, { email, scopes: scope, name: "command line" })),
    ),
  );

program
  .command("audit")
  .description("the log of what was done")
  .command("verify")
  .description("works every seal out anew; fails when an entry was changed, removed or slipped in")
  .action(() =>
    withContext(async ({ db }) => {
      const { entries, firstBroken } = await verifyAudit(db);
      if (firstBroken)
        throw new Error(`The chain ${firstBroken.chain} is broken at position ${firstBroken.position}.`);
      console.log(`${entries} entries, every seal whole.`);
    }),
  );

await program.parseAsync();

async function withContext(run: (ctx: Context) => Promise<void>): Promise<void> {
  let connection: Connection | undefined;
  try {
    connection = connect(databaseUrl(), { max: 2 });
    const now = Temporal.Now.instant();
    await run({
      actor: { kind: "system", name: "cli" },
      now,
      db: connection.db,
      requestId: crypto.randomUUID(),
    });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  } finally {
    await connection?.close();
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
