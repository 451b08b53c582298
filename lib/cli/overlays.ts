import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { messageFor } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { addOverlay, removeOverlay, showOverlay } from "#lib/places/overlays/commands.ts";
import { allOverlays, overlayForStaff } from "#lib/places/overlays/queries.ts";
import { overlayForm } from "#lib/places/overlays/schema.ts";

type WithContext = (run: (ctx: Context) => Promise<void>) => Promise<void>;
type Print = (line: string) => void;
type Said = { nl: string; fr: string; en: string; source: string; show?: true };

/** `overlays add`, `list` and `remove`: what else the public map can show. */
export function addOverlayCommands(program: Command, withContext: WithContext, print: Print): void {
  const overlays = program.command("overlays").description("what else the public map can show");
  overlays
    .command("add <file>")
    .description("reads a file of GeoJSON and keeps what the map draws of it")
    .requiredOption("--nl <name>", "what it is called in Dutch")
    .requiredOption("--fr <name>", "what it is called in French")
    .requiredOption("--en <name>", "what it is called in English")
    .requiredOption("--source <words>", "who made it, and under which licence")
    .option("--show", "visitors can choose it at once")
    .action((file: string, said: Said) => withContext((ctx) => add(ctx, file, said, print)));
  overlays
    .command("list")
    .description("shows all of them in their order, also those that visitors cannot choose")
    .action(() =>
      withContext(async (ctx) => {
        const all = await allOverlays(ctx);
        if (all.length === 0) print("None is there yet: `overlays add` brings one.");
        for (const { slug, name, shown, pointsAfter, source } of all)
          print(
            `${slug}  ${shown ? "shown" : "hidden"}  ${pointsAfter} points  ${name.en} (${source})`,
          );
      }),
    );
  overlays
    .command("remove <slug>")
    .description("deletes one for good")
    .action((slug: string) =>
      withContext(async (ctx) => {
        const overlay = await overlayForStaff(ctx, slug);
        if (!overlay) throw new DomainError("not_found", { code: "map.overlays.unknown" });
        await removeOverlay(ctx, overlay.id);
        print(`${slug} is gone.`);
      }),
    );
}

async function add(
  ctx: Context,
  file: string,
  { nl, fr, en, source, show }: Said,
  print: Print,
): Promise<void> {
  const form = overlayForm.safeParse({ name_nl: nl, name_fr: fr, name_en: en, source });
  if (!form.success) {
    const codes = new Set(form.error.issues.map(({ message }) => message));
    throw new Error([...codes].map((code) => messageFor("en", { code })).join(" "));
  }
  const { id, slug } = await addOverlay(ctx, form.data, readFileSync(file));
  const overlay = await overlayForStaff(ctx, slug);
  if (show) await showOverlay(ctx, id, true);
  print(
    `${slug}: ${overlay?.pointsBefore} points of the file, ${overlay?.pointsAfter} are drawn, ${overlay?.leftOut} shapes lie beyond the map.`,
  );
  print(show ? "Visitors can choose it." : "Visitors do not see it yet.");
}
