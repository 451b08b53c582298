import { resolve } from "node:path";
import type { Command } from "commander";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { exportAll } from "./export/write.ts";

type WithContext = (run: (ctx: Context) => Promise<void>) => Promise<void>;

/** `export`: everything, for leaving. */
export function addExportCommand(program: Command, withContext: WithContext): void {
  program
    .command("export")
    .description(
      "writes everything the network knows into a new folder, in open formats, without secrets; all of it is personal data",
    )
    .argument("<dir>", "a folder that is empty or not there yet, outside DATA_DIR")
    .action((target: string) =>
      withContext(async ({ db, now, actor, requestId }) => {
        // Before anything leaves: whoever took it all along is asked about it, also when it did not
        // arrive.
        await recordAudit(db, {
          actor,
          action: "privacy.all_exported",
          spaceId: null,
          subject: requestId,
        });
        const written = await exportAll(db, { target, dataDir: settings().dataDir, now });
        const rows = written.reduce((sum, each) => sum + each.rows, 0);
        console.log(
          `${resolve(target)}: ${written.length} tables, ${rows} rows. README.md there says how to read them.`,
        );
        console.log(
          "It holds personal data: keep it as you keep the network itself, and delete it when it has served.",
        );
      }),
    );
}
