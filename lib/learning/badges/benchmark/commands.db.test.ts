import { expect } from "vitest";
import type { Context } from "#lib/foundation/identity/context.ts";
import { ROWS_PER_PAGE } from "#lib/foundation/platform/http/list-search.ts";
import { test } from "#testing/database.ts";
import { bundledFrameworks } from "../competences/bundled.ts";
import { loadBundledFrameworks, saveFramework } from "../competences/commands.ts";
import { addEntry, changeEntry, importBadges, retireEntry } from "./commands.ts";
import { benchmarkCsv, matrixCsv, matrixJson } from "./exchange.ts";
import { compareMap, entriesForStaff, entriesWhere, findEntry, listEntries } from "./queries.ts";
import { type EntryInput, entryForm } from "./schema.ts";

const MAP = "it-project-management";

const input = (change: Record<string, unknown> = {}): EntryInput =>
  entryForm.parse({
    kind: "badge",
    name: "Managing a project",
    issuer: "UPHF",
    country: "FR",
    languages: "en",
    standard: "2",
    criteria: ["test"],
    competences: [`${MAP}:A1`],
    source: "its page",
    factsOn: "2026-03-01",
    ...change,
  });

const network = (ctx: Context): Context => ({ ...ctx, actor: { kind: "system", name: "test" } });

const open = {
  type: "BadgeClass",
  id: "https://school.example/classes/1",
  name: "=Agile",
  issuer: { name: "A school" },
  alignment: [
    {
      targetName: "Agile",
      targetUrl: "http://data.europa.eu/esco/skill/0a9acb6b-1139-4be9-b431-3a80a959f2f4",
    },
    { targetName: "Baking bread" },
  ],
};
const file = (...badges: unknown[]) => Buffer.from(JSON.stringify(badges));

test("an import takes all badges or none, knows them again, and keeps what staff added", async ({
  ctx,
}) => {
  const staff = network(ctx);
  await loadBundledFrameworks(staff);
  await expect(importBadges(staff, file(open, { ...open, name: "" }))).rejects.toMatchObject({
    details: { rows: [{ row: 2, field: "name" }] },
  });
  expect(await entriesWhere(ctx, {})).toEqual([]);

  expect(await importBadges(staff, file(open))).toEqual({ added: 1, changed: 0, same: 0 });
  const [entry] = await entriesWhere(ctx, { kind: "badge" });
  expect(entry).toMatchObject({
    otherCompetences: ["Baking bread"],
    hours: null,
    priceEuro: null,
    standard: "2",
  });
  expect(entry?.competences.map(({ framework }) => framework)).toEqual(["esco-1.2"]);
  const { competences, ...known } = entry!;
  const codes = competences.map(({ framework, code }) => `${framework}:${code}`);
  await changeEntry(
    staff,
    { id: known.id, revision: 1 },
    input({ name: "=Agile", issuer: "A school", hours: "14", priceEuro: "0", competences: codes }),
  );
  expect(await importBadges(staff, file({ ...open, name: "Agile" }))).toEqual({
    added: 0,
    changed: 1,
    same: 0,
  });
  expect(await findEntry(ctx, known.id)).toMatchObject({ name: "Agile", hours: 14, priceEuro: 0 });
  expect(await importBadges(staff, file({ ...open, name: "Agile" }))).toEqual({
    added: 0,
    changed: 0,
    same: 1,
  });
});

test.for<[string, string]>([
  ["http://school.example/badge.json", "benchmark.import.not_https"],
  ["https://127.0.0.1/badge.json", "benchmark.import.not_public"],
  ["https://[::1]/badge.json", "benchmark.import.not_public"],
  ["https://169.254.169.254/latest/meta-data", "benchmark.import.not_public"],
])("%s is not asked for", async ([address, code], { ctx }) => {
  await expect(importBadges(network(ctx), address)).rejects.toMatchObject({ reason: { code } });
});

test("a map is compared through its own codes and those that say the same, with gaps and badges that look alike", async ({
  ctx,
}) => {
  const staff = network(ctx);
  await loadBundledFrameworks(staff);
  await addEntry(staff, input());
  await addEntry(staff, input({ issuer: "PMI", name: "Managing projects", languages: "" }));
  await addEntry(
    staff,
    input({ kind: "offer", name: "Course", region: "wallonie", competences: [`${MAP}:A2`] }),
  );
  await importBadges(staff, file(open));
  const compared = await compareMap(ctx, MAP, { issuer: "Trivium", locale: "en" });
  const row = (code: string) => compared?.rows.find(({ item }) => item.code === code);
  expect(row("A1")?.badges).toHaveLength(2);
  expect(row("B2")?.badges.map(({ name }) => name)).toEqual(["=Agile"]);
  expect(row("A2")?.offers).toMatchObject({ vlaanderen: [], wallonie: [{ name: "Course" }] });
  const { gaps, nearDuplicates } = matrixJson(compared!);
  expect(gaps.noBadge).toContain("A2");
  expect(gaps.noBadge).not.toContain("A1");
  expect(gaps.noOffer.wallonie).not.toContain("A2");
  expect(nearDuplicates.map(({ entries }) => entries.map(({ issuer }) => issuer))).toEqual([
    ["UPHF", "PMI"],
  ]);
  expect(matrixCsv(compared!)).toContain("'=Agile (A school");
  expect(benchmarkCsv(await entriesWhere(ctx, {}))).toContain("badge,'=Agile,A school");
  expect(await compareMap(ctx, "unheard-of", { issuer: "Trivium", locale: "en" })).toBeNull();
});

test("what somebody changed meanwhile, a competence that is not there, and one that is in use, are refused", async ({
  ctx,
}) => {
  const staff = network(ctx);
  await loadBundledFrameworks(staff);
  const { id } = await addEntry(staff, input());
  await expect(addEntry(staff, input({ competences: [`${MAP}:Z9`] }))).rejects.toMatchObject({
    reason: { code: "benchmark.no_such_competence", value: `${MAP}:Z9` },
  });
  await changeEntry(staff, { id, revision: 1 }, input());
  await expect(changeEntry(staff, { id, revision: 1 }, input())).rejects.toMatchObject({
    kind: "conflict",
  });
  const shown = async () => (await listEntries(ctx, { page: 1, size: 10 })).total;
  await retireEntry(staff, { id, revision: 2 }, true);
  expect(await shown()).toBe(0);
  await retireEntry(staff, { id, revision: 3 }, false);
  expect(await shown()).toBe(1);
  const map = bundledFrameworks().find(({ slug }) => slug === MAP);
  const without = { ...map!, items: map!.items.filter(({ code }) => code !== "A1") };
  const links = map!.alignments.filter(({ code }) => code !== "A1");
  await expect(saveFramework(staff, { ...without, alignments: links })).rejects.toMatchObject({
    reason: { code: "badges.competence_in_use" },
  });
});

test("staff look through all entries by name and issuer, a page at a time, those that are shown first", async ({
  ctx,
}) => {
  const staff = network(ctx);
  await loadBundledFrameworks(staff);
  const found = async (q: string, page = 1) => {
    const { items, total } = await entriesForStaff(staff, { q, page });
    return { names: items.map(({ name }) => name), total };
  };
  expect(await found("")).toEqual({ names: [], total: 0 });
  const names = Array.from(
    { length: ROWS_PER_PAGE },
    (_, at) => `Badge ${String(at).padStart(2, "0")}`,
  );
  for (const name of names) await addEntry(staff, input({ name }));
  const old = await addEntry(staff, input({ name: "Agile", issuer: "École du Nord" }));
  await retireEntry(staff, { id: old.id, revision: 1 }, true);

  expect(await found("")).toEqual({ names, total: ROWS_PER_PAGE + 1 });
  expect(await found("", 2)).toEqual({ names: ["Agile"], total: ROWS_PER_PAGE + 1 });
  expect(await found("ecole agile")).toEqual({ names: ["Agile"], total: 1 });
  for (const nothing of ["nowhere", "%"])
    expect(await found(nothing)).toEqual({ names: [], total: 0 });
});
