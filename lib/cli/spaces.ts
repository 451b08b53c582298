import { createReadStream, createWriteStream } from "node:fs";
import { basename } from "node:path";
import { pipeline } from "node:stream/promises";
import { type Command, Option } from "commander";
import { messageFor } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { type Counts, checkFile, takeFile } from "#lib/places/exchange/import-task.ts";
import { sayingsOf } from "#lib/places/exchange/import-words.ts";
import {
  agreeMapping,
  findImport,
  importRows,
  ROWS_ON_A_PAGE,
  sendFile,
  suggestedMapping,
} from "#lib/places/exchange/imports.ts";
import { COLUMN_FIELDS } from "#lib/places/exchange/mapping.ts";
import { placeRecords } from "#lib/places/exchange/records.ts";
import {
  FORMATS,
  type Format,
  fileFacts,
  OUTCOMES,
  type Outcome,
  type PlaceExport,
} from "#lib/places/exchange/schema.ts";
import { fileOf } from "#lib/places/exchange/write.ts";

type WithContext = (run: (ctx: Context) => Promise<void>) => Promise<void>;

type Print = (line: string) => void;

type ImportOptions = {
  source: string;
  licence: string;
  map: string[];
  dryRun?: true;
  publish?: true;
  withDuplicates?: true;
  withoutRefused?: true;
};
type ExportOptions = { format: Format; of: PlaceExport["of"]; unpublished?: boolean };

/** `spaces import` and `export`: places of other sources in, and the places of the network out. */
export function addSpacesCommands(program: Command, withContext: WithContext, print: Print): void {
  const spaces = program.command("spaces").description("places of other sources in, and ours out");
  spaces
    .command("import <file>")
    .description(
      "looks at a file of places (the French standard, data·inclusion, GeoJSON or any table), then takes in all that may come in, or nothing",
    )
    .requiredOption("--source <name>", "who published it; the same name each time")
    .requiredOption("--licence <name>", "on which terms")
    .option("--map <column=field...>", "which column of a table is which field of the standard", [])
    .option("--dry-run", "only says what would become of each row")
    .option("--publish", "visitors find the new ones at once")
    .option("--with-duplicates", "what looks like a place that is there comes in as well")
    .option("--without-refused", "rows that are refused stay out, and the rest comes in")
    .action((file: string, options: ImportOptions) =>
      withContext((ctx) => bringIn(ctx, file, { options, print })),
    );
  spaces
    .command("export <file>")
    .description("writes the places that people find into a file that another network reads")
    .addOption(new Option("--format <format>", "how it is written").choices(FORMATS).default("csv"))
    .addOption(
      new Option("--of <which>", "whose").choices(["network", "listed", "all"]).default("all"),
    )
    .option("--unpublished", "listed places that people do not find as well")
    .action((file: string, { format, of, unpublished = false }: ExportOptions) =>
      withContext(async (ctx) => {
        let count = 0;
        async function* counted() {
          for await (const record of placeRecords(ctx, { of, unpublished })) {
            count += 1;
            yield record;
          }
        }
        await pipeline(fileOf(format, counted()), createWriteStream(file));
        print(`${file}: ${count} places.`);
      }),
    );
}

async function bringIn(
  ctx: Context,
  file: string,
  { options, print }: { options: ImportOptions; print: Print },
): Promise<void> {
  const facts = fileFacts.safeParse(options);
  if (!facts.success)
    throw new Error(
      facts.error.issues.map(({ message }) => messageFor("en", { code: message })).join(" "),
    );
  const { id } = await sendFile(
    ctx,
    { ...facts.data, fileName: basename(file) },
    createReadStream(file),
  );
  await agreeColumns(ctx, id, options.map);
  const counts = await checkFile(ctx, id, quiet);
  print(OUTCOMES.map((outcome) => `${counts[outcome]} ${outcome}`).join(", "));
  for (const outcome of SHOWN)
    for await (const line of linesOf(ctx, id, outcome, counts)) print(line);
  if (options.dryRun) {
    print("Nothing was taken in.");
    return;
  }
  const { added, changed } = await takeFile(
    ctx,
    {
      importId: id,
      publish: options.publish ?? false,
      withDuplicates: options.withDuplicates ?? false,
      withoutRefused: options.withoutRefused ?? false,
    },
    quiet,
  );
  print(`${added} places are new, ${changed} changed.`);
}

/** Nobody looks on in a terminal. */
const quiet = async () => {};
/** What somebody has to look at: the new ones are as they are in the file. */
const SHOWN = ["refused", "duplicate", "changed"] as const;

/**
 * The columns as the last file like it had them, or as their names say, with what the command line
 * says over it.
 */
async function agreeColumns(ctx: Context, id: string, said: string[]): Promise<void> {
  const file = await findImport(ctx, id);
  if (file.head.kind !== "table" || (file.mapping && said.length === 0)) return;
  const { columns } = file.head;
  const mapping = [...(await suggestedMapping(ctx, file))];
  for (const pair of said) {
    const [, column = "", name = ""] = /^(.*)=(\w+)$/.exec(pair) ?? [];
    const at = columns.indexOf(column);
    const field = COLUMN_FIELDS.find((one) => one === name);
    if (at < 0) throw new Error(`No column “${column}”: the columns are ${columns.join(", ")}.`);
    if (!field) throw new Error(`No field “${name}”: the fields are ${COLUMN_FIELDS.join(", ")}.`);
    const before = mapping.indexOf(field);
    if (before >= 0) mapping[before] = null;
    mapping[at] = field;
  }
  await agreeMapping(ctx, id, mapping);
}

async function* linesOf(
  ctx: Context,
  id: string,
  outcome: Outcome,
  counts: Counts,
): AsyncGenerator<string> {
  for (let page = 1; (page - 1) * ROWS_ON_A_PAGE < counts[outcome]; page += 1)
    for (const row of await importRows(ctx, id, { outcome, page })) {
      const said = sayingsOf("en", row).map(({ field, text }) => `${field} ${text}`.trim());
      yield `line ${row.line}, ${outcome}: ${row.name ?? "no name"}: ${said.join("; ")}`;
    }
}
