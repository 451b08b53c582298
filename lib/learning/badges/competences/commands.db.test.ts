import { expect } from "vitest";
import type { Context } from "#lib/foundation/identity/context.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { test } from "#testing/database.ts";
import { addMap, editMap, importFramework, loadBundledFrameworks } from "./commands.ts";
import { withItem } from "./editing.ts";
import { caseDocument, frameworkCsv } from "./exchange.ts";
import { findFramework, listFrameworks } from "./queries.ts";
import { mapHead } from "./schema.ts";

const designer = (ctx: Context): Context => ({ ...ctx, actor: { kind: "system", name: "test" } });
const head = mapHead.parse({
  slug: "repair-map",
  version: "1",
  names: { nl: "Herstellen" },
  publisher: "Trivium",
  licence: "CC0",
  source: "Ourselves",
});
const item = { code: "A1", isGroup: false, labels: { nl: "Openen" }, origin: "" };

test("a map is begun, filled and changed by who saw its newest state", async ({ ctx, given }) => {
  const admin = designer(ctx);
  await loadBundledFrameworks(admin);
  await addMap(admin, head);
  await expect(addMap(admin, head)).rejects.toMatchObject({
    reason: { code: "badges.map_taken" },
  });
  const seen = async () => (await findFramework(ctx, "repair-map"))?.changedAt.toString() ?? "";
  const first = await seen();
  const link = { framework: "e-cf-4.0", other: "E.2", relation: "close" } as const;
  const later = { ...admin, now: ctx.now.add({ seconds: 1 }) };
  await editMap(later, { slug: "repair-map", seen: first }, (file) =>
    withItem(file, { item, alignments: [link], after: "", isNew: true }),
  );
  expect((await findFramework(ctx, "repair-map"))?.items).toMatchObject([
    { code: "A1", labels: { nl: "Openen" }, aligned: [{ framework: "e-cf-4.0", code: "E.2" }] },
  ]);
  const change = (slug: string, when: string) =>
    editMap(admin, { slug, seen: when }, (file) => file);
  await expect(change("repair-map", first)).rejects.toMatchObject({
    reason: { code: "badges.framework_changed" },
  });
  const mira = await given.as(
    ctx,
    await given.person([{ role: "administrator", spaceId: null }], { displayName: "Mira" }),
  );
  const read = await seen();
  await editMap(
    { ...mira, now: ctx.now.add({ seconds: 2 }) },
    { slug: "repair-map", seen: read },
    (file) => file,
  );
  await expect(change("repair-map", read)).rejects.toMatchObject({
    reason: {
      code: "badges.framework_changed_by",
      name: "Mira",
      changedAt: expect.any(String),
    },
  });
  await expect(change("e-cf-4.0", first)).rejects.toMatchObject({
    reason: { code: "badges.framework_of_others" },
  });
  await expect(change("none", first)).rejects.toMatchObject({ kind: "not_found" });
});

test("a trial says what would come and writes nothing; what is exported comes back without a change", async ({
  ctx,
}) => {
  const admin = designer(ctx);
  await loadBundledFrameworks(admin);
  const map = await findFramework(ctx, "it-project-management");
  const total = map?.items.length ?? 0;
  const exported = JSON.stringify(caseDocument(map!, settings().publicUrl));
  const unchanged = {
    slug: "it-project-management",
    added: 0,
    changed: 0,
    same: total,
    removed: 0,
  };
  expect(await importFramework(admin, exported, { into: "", isTrial: false })).toEqual(unchanged);
  const csv = frameworkCsv(map!);
  expect(await importFramework(admin, csv, { into: map!.slug, isTrial: true })).toEqual(unchanged);

  const renamed = exported.replace(
    '/frameworks/it-project-management"',
    '/frameworks/another-map"',
  );
  const before = await listFrameworks(ctx);
  expect(
    await importFramework(admin, renamed, { into: "", isTrial: true }).catch((error) => error),
  ).toMatchObject({
    slug: "another-map",
  });
  expect(await listFrameworks(ctx)).toEqual(before);
});

test("of a file with a fault nothing is written, and each row at fault is named", async ({
  ctx,
}) => {
  const admin = designer(ctx);
  await addMap(admin, head);
  const csv = "code,label_nl,parent,aligned\nA1,Openen,,\nA2,,,\nA3,Zien,A9,none:x:close\n";
  const run = importFramework(admin, csv, { into: "repair-map", isTrial: false });
  await expect(run).rejects.toMatchObject({ details: { rows: [{ row: 2 }] } });
  const links = importFramework(admin, csv.replace("A2,", "A2,Meten"), {
    into: "repair-map",
    isTrial: false,
  });
  await expect(links).rejects.toMatchObject({
    details: { rows: [{ row: 3, code: "badges.import.unknown_parent" }] },
  });
  expect((await findFramework(ctx, "repair-map"))?.items).toEqual([]);
});

const BAD: [string, string, string][] = [
  ["a table for no list", "code,label_nl\nA1,Openen", "badges.import_into_none"],
  ["too much", "x".repeat(3_000_001), "badges.import_too_large"],
  [
    "ten thousand objects in each other",
    `${'{"CFDocument":'.repeat(10_000)}1${"}".repeat(10_000)}`,
    "common.too_deep",
  ],
  ["half of a file", '{"CFDocument": {', "common.not_json"],
  ["a zero character in a table", "code,label_nl\nA1,Op\0enen", "common.odd_text"],
  ["half of a pair in JSON", '{"CFDocument":{"title":"\\ud800"}}', "common.odd_text"],
  ["neither JSON nor a table", "Good morning", "badges.import_no_code"],
];

test("what is no list is refused in words", async ({ ctx }) => {
  for (const [what, text, code] of BAD)
    await expect(
      importFramework(designer(ctx), text, { into: "", isTrial: false }),
      what,
    ).rejects.toMatchObject({
      reason: { code },
    });
});

test("a list of others with the name of a map of ours does not take its place", async ({ ctx }) => {
  const admin = designer(ctx);
  await addMap(admin, head);
  const document = { title: "Repair map", publisher: "A school", licenseText: "CC0" };
  const CFItems = [{ humanCodingScheme: "Z1", fullStatement: "Weld" }];
  const brought = (CFDocument: Record<string, string>) =>
    importFramework(admin, JSON.stringify({ CFDocument, CFItems }), { into: "", isTrial: false });
  await expect(
    brought({ ...document, uri: "https://school.example/repair-map" }),
  ).rejects.toMatchObject({ reason: { code: "badges.import_other_kind" } });
  expect(await findFramework(ctx, "repair-map")).toMatchObject({ kind: "map", items: [] });
  await expect(brought({ ...document, uri: "https://school.example/new" })).rejects.toMatchObject({
    details: { rows: [{ code: "badges.import.slug" }] },
  });
});
