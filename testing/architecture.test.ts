import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { homeOf, MODULES } from "#lib/modules.ts";
import { importsOf, sources } from "./source-text.ts";

/**
 * Roads that only the edge of a thing may take: a route never speaks to the database itself,
 * components know schemas, rules and codes, no queries.
 */
const CLOSED: [from: RegExp, to: RegExp][] = [
  [/^app\//, /^db\//],
  [
    /^components\//,
    /^lib\/(?!foundation\/(?:i18n|platform))[\w-]+(?:\/[\w-]+)*\/(?!schema|rules|actions|operations|traits|floor-plan|plan-history|clearance)[\w-]+\.ts$/,
  ],
  [/^(lib\/(?!foundation\/identity\/sign-in\/session|(?:\w+\/)+actions)|db\/)/, /^next\//],
  [/^(?:app|components|db|lib)\//, /^testing\//],
];

/** A file may import from its own folder and from the folders after it. */
const LAYERS = ["server", "app", "components", "lib", "db"];

/** The modules, from the top down. */
const ORDER = Object.keys(MODULES).toReversed();

type Import = { from: string; to: string };

function violations(imports: Import[]): string[] {
  return imports
    .filter(({ from, to }) => {
      const climbs = rank(LAYERS, from.split("/")[0]) > rank(LAYERS, to.split("/")[0]);
      const climbsInside = rank(ORDER, homeOf(from)) > rank(ORDER, homeOf(to));
      return (
        climbs ||
        climbsInside ||
        CLOSED.some(([source, target]) => source.test(from) && target.test(to))
      );
    })
    .map(({ from, to }) => `${from} → ${to}`);
}

/** Unknown names stand nowhere: they neither climb nor are climbed to. */
function rank(order: string[], name = ""): number {
  return order.includes(name) ? order.indexOf(name) : Number.NaN;
}

test("imports point down the list", () => {
  const all = sources().flatMap((source) =>
    importsOf(source).map((to) => ({ from: source.path, to })),
  );
  expect(all.length).toBeGreaterThan(3_000);
  expect(violations(all)).toEqual([]);
});

test.each([
  ["by name", 'import { can } from "#lib/foundation/identity/permission/policy.ts";'],
  ["for what it does", 'import "#lib/foundation/identity/permission/policy.ts";'],
  [
    "when it is needed",
    'const { can } = await import("#lib/foundation/identity/permission/policy.ts");',
  ],
  ["to hand it on", 'export { can } from "#lib/foundation/identity/permission/policy.ts";'],
  [
    "by the way to it",
    'import type { Action } from "../../foundation/identity/permission/policy.ts";',
  ],
])("what is imported %s is read", (_, text) => {
  expect(importsOf({ path: "lib/places/spaces/queries.ts", text })).toEqual([
    "lib/foundation/identity/permission/policy.ts",
  ]);
});

test("what stands at the root, server, scripts and pages are read as well", () => {
  const folders = new Set(sources().map(({ path }) => path.split("/")[0]));
  expect([...folders]).toEqual(
    expect.arrayContaining([
      "app",
      "components",
      "db",
      "lib",
      "next.config.ts",
      "scripts",
      "server",
    ]),
  );
});

test("every file of lib belongs to a module of the list", () => {
  const homeless = sources()
    .map(({ path }) => path)
    .filter((path) => path.startsWith("lib/") && homeOf(path) === "lib");
  expect(homeless).toEqual(["lib/module.ts", "lib/modules.ts"]);
});

test.each([
  ["a domain that looks up", "lib/places/spaces/queries.ts", "lib/booking/allocation/rules.ts"],
  ["the database that knows somebody", "db/client.ts", "lib/foundation/platform/errors/errors.ts"],
  ["a route that speaks to the database", "app/api/v1/bookings/route.ts", "db/client.ts"],
  [
    "a component that fetches",
    "components/booking/room-list.tsx",
    "lib/booking/bookings/queries.ts",
  ],
  ["a command that knows Next.js", "lib/booking/bookings/commands.ts", "next/headers"],
  ["the product that needs its fixtures", "lib/booking/bookings/commands.ts", "testing/given.ts"],
])("%s is found", (_, from, to) => {
  expect(violations([{ from, to }])).toHaveLength(1);
});

/** Functions that read so many rows at most and ask only then which of them the actor may see. */
function sievesAfterLimit(text: string): string[] {
  return text
    .split(/\n(?=(?:export )?(?:async )?function )/)
    .filter(
      (part) =>
        /\blimit \$?[\d{]|\.limit\(/i.test(part) &&
        /\.filter\([^;]*?=>[^;]*?\b(?:can|isStaff\w*)\(/s.test(part),
    )
    .map((part) => /function (\w+)/.exec(part)?.[1] ?? "");
}

test("a list asks who may see it in its statement, not after its limit", () => {
  const found = readdirSync("lib", { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ts$/.test(entry.name) && !entry.name.includes(".test."))
    .flatMap((entry) => sievesAfterLimit(readFileSync(join(entry.parentPath, entry.name), "utf8")));
  expect(found).toEqual([]);
  const bad =
    "export async function all(ctx) {\n  const rows = await read(sql`… limit 200`);\n  return rows.filter(({ spaceId }) => can(ctx.actor, it, { spaceId }));\n}";
  expect(sievesAfterLimit(bad)).toEqual(["all"]);
});
