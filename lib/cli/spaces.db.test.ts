import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { sql } from "drizzle-orm";
import { expect } from "vitest";
import type { Context } from "#lib/foundation/identity/context.ts";
import { test } from "#testing/database.ts";
import { folderOfFile } from "#testing/folder.ts";
import { addSpacesCommands } from "./spaces.ts";

const folder = folderOfFile("spaces");

/** What a command writes. */
async function typed(ctx: Context, ...words: string[]): Promise<string> {
  const written: string[] = [];
  const program = new Command().exitOverride();
  const own: Context = { ...ctx, actor: { kind: "system", name: "cli" } };
  addSpacesCommands(
    program,
    (run) => run(own),
    (line) => written.push(line),
  );
  await program.parseAsync(["spaces", ...words], { from: "user" });
  return written.join("\n");
}

const FACTS = ["--source", "Stad", "--licence", "CC0-1.0"];

const placesIn = async ({ db }: Context) =>
  (await db.execute<{ name: string }>(sql`select name from listed_place order by name`)).rows.map(
    ({ name }) => name,
  );

test("a table is tried, mended and taken in, and comes out as it came", async ({ ctx }) => {
  const file = join(folder, "places.csv");
  writeFileSync(
    file,
    "Nr;Wat;Gemeente;Y;X\n1;De Werkplek;Kortrijk;50,8279;3,2646\n2;;Menen;50,79;3,11\n",
  );
  const map = ["--map", "Nr=id", "Wat=nom"];
  const tried = await typed(ctx, "import", file, ...FACTS, ...map, "--dry-run");
  expect(tried).toContain("1 new, 0 changed, 0 same, 0 duplicate, 1 refused");
  expect(tried).toContain("line 3, refused: no name: Name is missing");
  expect(tried).toContain("Nothing was taken in.");
  await expect(typed(ctx, "import", file, ...FACTS)).rejects.toMatchObject({
    reason: { code: "places.refused_left", count: 1 },
  });
  expect(await placesIn(ctx)).toEqual([]);
  const taken = await typed(ctx, "import", file, ...FACTS, "--without-refused", "--publish");
  expect(taken).toContain("1 places are new, 0 changed.");
  expect(await placesIn(ctx)).toEqual(["De Werkplek"]);

  for (const format of ["csv", "json", "geojson"]) {
    const out = join(folder, `out.${format}`);
    expect(await typed(ctx, "export", out, "--of", "listed", "--format", format)).toContain(
      "1 places",
    );
    expect(readFileSync(out, "utf8")).toContain("De Werkplek");
    // The file that we wrote is read as what is there: nothing is new in it, and nothing changes
    // but where it says it comes from.
    const back = await typed(ctx, "import", out, ...FACTS, "--dry-run");
    expect(back).toContain("0 new, 1 changed, 0 same, 0 duplicate, 0 refused");
    expect(back).toMatch(/De Werkplek: Source: “–” becomes “Stad”$/m);
  }
});

test("a column or a field that is not there is named", async ({ ctx }) => {
  const file = join(folder, "odd.csv");
  writeFileSync(file, "a;b\n1;2\n");
  for (const [map, words] of [
    ["c=nom", "No column “c”: the columns are a, b."],
    ["a=name", "No field “name”"],
  ] as const)
    await expect(typed(ctx, "import", file, ...FACTS, "--map", map)).rejects.toThrow(words);
});
