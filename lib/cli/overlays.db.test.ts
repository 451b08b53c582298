import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { expect } from "vitest";
import type { Context } from "#lib/foundation/identity/context.ts";
import { overlaysToChoose } from "#lib/places/overlays/queries.ts";
import { test } from "#testing/database.ts";
import { folderOfFile } from "#testing/folder.ts";
import { addOverlayCommands } from "./overlays.ts";

const folder = folderOfFile("overlays");

/** What a command writes. */
async function typed(ctx: Context, ...words: string[]): Promise<string> {
  const written: string[] = [];
  const program = new Command().exitOverride();
  const own: Context = { ...ctx, actor: { kind: "system", name: "cli" } };
  addOverlayCommands(
    program,
    (run) => run(own),
    (line) => written.push(line),
  );
  await program.parseAsync(["overlays", ...words], { from: "user" });
  return written.join("\n");
}

const NAMES = ["--nl", "Bus", "--fr", "Bus du soir", "--en", "Evening bus"];
const SOURCE = ["--source", "A town, CC0"];

const fileOf = (name: string, value: unknown) => {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(value));
  return file;
};
const LINE = { type: "LineString", coordinates: [3.26, 3.17].map((lon) => [lon, 50.8]) };

test("a layer is added, listed and removed", async ({ ctx }) => {
  expect(await typed(ctx, "list")).toContain("None is there yet");
  const file = fileOf("bus.geojson", LINE);
  const hidden = await typed(ctx, "add", file, ...NAMES, ...SOURCE);
  expect(hidden).toContain("evening-bus: 2 points of the file, 2 are drawn");
  expect(hidden).toContain("Visitors do not see it yet.");
  expect(await overlaysToChoose(ctx)).toEqual([]);
  await typed(ctx, "add", file, ...NAMES, ...SOURCE, "--show");
  expect(await overlaysToChoose(ctx)).toMatchObject([{ slug: "evening-bus-2" }]);
  expect((await typed(ctx, "list")).split("\n")).toEqual([
    "evening-bus  hidden  2 points  Evening bus (A town, CC0)",
    "evening-bus-2  shown  2 points  Evening bus (A town, CC0)",
  ]);
  expect(await typed(ctx, "remove", "evening-bus")).toBe("evening-bus is gone.");
  expect(await typed(ctx, "list")).not.toContain("hidden");
});

test("what is wrong is said, and nothing is kept", async ({ ctx }) => {
  const swapped = fileOf("swapped.geojson", { type: "Point", coordinates: [50.83, 3.26] });
  await expect(typed(ctx, "add", swapped, ...NAMES, ...SOURCE)).rejects.toMatchObject({
    kind: "invalid",
    reason: { code: "map.overlays.swapped" },
  });
  const file = fileOf("line.geojson", LINE);
  await expect(typed(ctx, "add", file, ...NAMES, "--source", " ")).rejects.toThrow(/who made it/i);
  await expect(typed(ctx, "remove", "nothing")).rejects.toMatchObject({ kind: "not_found" });
  expect(await typed(ctx, "list")).toContain("None is there yet");
});
