import type { Command } from "commander";
import type { Context } from "#lib/foundation/identity/context.ts";
import { loadBundledFrameworks } from "#lib/learning/badges/competences/commands.ts";
import { listFrameworks } from "#lib/learning/badges/competences/queries.ts";

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
}

async function printFrameworks(ctx: Context): Promise<void> {
  const known = await listFrameworks(ctx);
  if (known.length === 0)
    console.log("No framework is there yet: `frameworks load` brings those of the product.");
  for (const { slug, version, kind, competences } of known)
    console.log(`${slug}  ${kind}  version ${version}  ${competences} competences`);
}
