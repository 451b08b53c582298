import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { messageFor } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import {
  importFramework,
  loadBundledFrameworks,
} from "#lib/learning/badges/competences/commands.ts";
import { listFrameworks } from "#lib/learning/badges/competences/queries.ts";
import type { RowFault } from "#lib/learning/badges/competences/rules.ts";

type WithContext = (run: (ctx: Context) => Promise<void>) => Promise<void>;

/** `frameworks load`, `list` and `import`: the maps of competences that badges are tied to. */
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
      "brings one framework from JSON of CASE or of the product's own form, or the rows of one from CSV: all of it, or every row at fault by name",
    )
    .option("--into <slug>", "which framework the rows of a table replace", "")
    .option("--try", "says what would come of it, and writes nothing", false)
    .action((file: string, asked: { into: string; try: boolean }) =>
      withContext(async (ctx) => {
        try {
          const { into, try: isTrial } = asked;
          const done = await importFramework(ctx, readFileSync(file, "utf8"), { into, isTrial });
          console.log(
            `${done.slug}: ${done.added} added, ${done.changed} changed, ${done.removed} removed, ${done.same} as they were${isTrial ? "; nothing was written" : ""}.`,
          );
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
  for (const { slug, version, kind, competences, retiredAt } of known)
    console.log(
      `${slug}  ${kind}  version ${version}  ${competences} competences${retiredAt ? "  used no more" : ""}`,
    );
}

/** Rows are counted from 1; 0 is the head of the file. */
function printFaults(rows: unknown): void {
  for (const { row, code, value } of Array.isArray(rows) ? (rows as RowFault[]) : [])
    console.error(`row ${row}, ${value}: ${messageFor("en", { code })}`);
}
