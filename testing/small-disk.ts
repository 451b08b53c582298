// Run by lib/foundation/platform/files/files.test.ts in a folder that holds 64 KB: fills it in both ways
// that we write files, and tells what came of it.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { appendLines, wholeLines, writeWhole } from "#lib/foundation/platform/files/files.ts";

const [, , folder = ""] = process.argv;
const file = join(folder, "lines");
const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? String(error);
const codes: string[] = [];

await writeWhole(join(folder, "sent"), "1");
// Room that is given back at the end.
writeFileSync(join(folder, "ballast"), Buffer.alloc(16_384));
for (let line = 1; codes.length === 0; line += 1)
  await appendLines(file, [`${line} ${"x".repeat(1_000)}`]).catch((error: unknown) =>
    codes.push(codeOf(error)),
  );
await writeWhole(join(folder, "sent"), "2".repeat(8_000)).catch((error: unknown) =>
  codes.push(codeOf(error)),
);
const lines = await wholeLines(file);
const ends = readFileSync(file, "utf8").at(-1);
rmSync(join(folder, "ballast"));
await appendLines(file, ["after"]);
process.stdout.write(
  JSON.stringify({
    codes,
    lines,
    ends,
    again: await wholeLines(file),
    left: readdirSync(folder).sort(),
  }),
);
