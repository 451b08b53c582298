import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { messageFor } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { DomainError } from "#lib/foundation/platform/errors.ts";
import { loadBundledFrameworks, saveFramework } from "#lib/learning/badges/competences/commands.ts";
import { frameworkOfJson } from "#lib/learning/badges/competences/exchange.ts";
import { listFrameworks } from "#lib/learning/badges/competences/queries.ts";
import type { RowFault } from "#lib/learning/badges/competences/rules.ts";

type WithContext = (run: (ctx: Context) => Promise<void>) => Promise<void>;

/** `frameworks load` and `list`: the maps of competences that badges are tied to. */
export function addFrameworkCommands(program: Command, withContext: WithContext): void {
  const frameworks = program
    .command("frameworks")
    .description("the maps of competences that badges are tied to");
  frameworks
    .command("load")
    .description(
      "brings the frameworks and maps that come with the product, as they are in it now; whoever changed one of them has it as it was",
    )
    .action(() =>
      withContext(async (ctx) => {
        await loadBundledFrameworks(ctx);
        await printFrameworks(ctx);
      }),
    );
  frameworks
    .command("list")
    .description("shows every framework, with its version and how many competences it has")
    .action(() => withContext(printFrameworks));
  frameworks
    .command("import <file>")
    .description(
      "brings one framework from a JSON file in the form of those of the product: all of it, or every row at fault by name",
    )
    .action((file: string) =>
      withContext(async (ctx) => {
        try {
          const { competences } = await saveFramework(ctx, frameworkOfJson(readFileSync(file, "utf8")));
          console.log(`${competences} competences are there now.`);
        } catch (error) {
          if (error instanceof DomainError) printFaults(error.details.rows);
          throw error;
        }
      }),
    );
}

async function printFrameworks(ctx: Context): Promise<void> {
  const known = await listFrameworks(ctx);
  if (known.length === 0)
    console.log("No framework is there yet: `frameworks load` brings those of the product.");
  for (const { slug, version, kind, competences } of known)
    console.log(`${slug}  ${kind}  version ${version}  ${competences} competences`);
}

/** Rows are counted from 1; 0 is the head of the file. */
function printFaults(rows: unknown): void {
  for (const { row, code, value } of Array.isArray(rows) ? (rows as RowFault[]) : [])
    console.error(`row ${row}, ${value}: ${messageFor("en", { code })}`);
}
