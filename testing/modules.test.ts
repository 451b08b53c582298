import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { BOOKING_STATES } from "#db/booking-states.ts";
import { LOCALES } from "#lib/foundation/i18n/locales.ts";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import type { Module } from "#lib/module.ts";
import { everyListed, MODULES } from "#lib/modules.ts";
import { literalsOf, type Source, sources } from "./source-text.ts";

const listed = Object.entries<Module>(MODULES);
const all = sources();

/** Names that stand more than once. */
const twice = (names: readonly string[]) => names.filter((name, at) => names.indexOf(name) !== at);

const SAME: Module = { tables: ["a"] };

/** Modules that stand in the list under a second name. */
function listedTwice(list: readonly [string, Module][]): string[] {
  const offering = list.filter(([, module]) => Object.keys(module).length > 0);
  return offering
    .filter(([name, module]) => offering.find(([, other]) => other === module)?.[0] !== name)
    .map(([name]) => name);
}

describe("the list of modules", () => {
  test.each([
    ["once", { one: SAME, two: { tables: ["b"] } }, []],
    ["under two names", { one: SAME, two: SAME }, ["two"]],
    ["often, with nothing to offer", { one: {}, two: {} }, []],
  ])("a module is listed %s", (_, list: Record<string, Module>, found) => {
    expect(listedTwice(Object.entries(list))).toEqual(found);
  });

  test("has each folder once, and every module that there is", () => {
    expect(listed.filter(([name]) => !existsSync(`lib/${name}`)).map(([name]) => name)).toEqual([]);
    expect(listedTwice(listed)).toEqual([]);
    const folders = readdirSync("lib", { recursive: true, withFileTypes: true })
      .filter(({ name }) => name === "module.ts")
      .map(({ parentPath }) => parentPath.replaceAll("\\", "/").replace(/^lib\/?/, ""))
      .filter((folder) => folder !== "");
    expect(folders.filter((folder) => !(folder in MODULES))).toEqual([]);
  });

  test.each([
    "policy",
    "jobs",
    "loops",
    "tables",
    "views",
    "mails",
    "auditActions",
    "webhookEvents",
  ] as const)("gives each name in %s to one module", (part) => {
    const names = listed.flatMap(([, module]) => {
      const offered = module[part] ?? [];
      return Array.isArray(offered) ? [...offered] : Object.keys(offered);
    });
    expect(names.length).toBeGreaterThan(0);
    expect(twice(names)).toEqual([]);
  });

  test("each module does what it lists, and nothing else: jobs, letters", async () => {
    for (const [name, { duties, jobs = {}, mails = [] }] of listed) {
      const done = (await duties?.())?.duties ?? {};
      expect(Object.keys(done.jobs ?? {}).toSorted(), `jobs of ${name}`).toEqual(
        Object.keys(jobs).toSorted(),
      );
      expect(Object.keys(done.mails ?? {}).toSorted(), `mails of ${name}`).toEqual(
        [...mails].toSorted(),
      );
    }
  });
});

/** A template, as what it may say. @property folder where the strings stand that fill its gaps */
type Shape = { says: RegExp; folder: string };

/**
 * The words of some sources, to ask whether a name is said in them: as a string, or by a template
 * whose gaps are filled with strings or names of members of the same folder.
 */
class Sayings {
  readonly #said = new Set<string>();
  readonly #words = new Map<string, Set<string>>();
  readonly #shapes: Shape[] = [];

  constructor(of: readonly Source[]) {
    for (const { text, path } of of) {
      const folder = path.slice(0, path.lastIndexOf("/"));
      const words = this.#words.get(folder) ?? new Set();
      this.#words.set(folder, words);
      for (const [, member = ""] of text.matchAll(/^\s*(\w+)(?=[:?(])/gm)) words.add(member);
      for (const { kind, text: said } of literalsOf(text)) {
        const parts = said.split(/\$\{(?:[^{}]|\{[^{}]*\})*\}/);
        if (kind === "string" || parts.length === 1) {
          this.#said.add(said);
          words.add(said);
        } else if (parts.some((part) => /\w/.test(part)) && said.length < 100)
          this.#shapes.push({
            says: new RegExp(`^${parts.map(RegExp.escape).join("([\\w.-]+)")}$`),
            folder,
          });
      }
    }
  }

  has(name: string): boolean {
    return this.#said.has(name) || this.#shapes.some((shape) => this.#fills(name, shape));
  }

  #fills(name: string, { says, folder }: Shape): boolean {
    const gaps = says.exec(name)?.slice(1);
    return gaps?.every((word) => this.#words.get(folder)?.has(word)) ?? false;
  }
}

/** Sources that could use a name that a module lists: those that list it do not count. */
const users = all.filter(({ path }) => !/\/(?:module|duties)\.ts$/.test(path));

describe("what a module lists is used", () => {
  const sayings = new Sayings(users.filter(({ path }) => path.startsWith("lib/")));

  test("no letter is listed that nobody sends", () => {
    expect(everyListed("mails").filter((name) => !sayings.has(name))).toEqual([]);
  });

  test("no action of the audit log is listed that nobody records", () => {
    expect(everyListed("auditActions").filter((name) => !sayings.has(name))).toEqual([]);
  });

  test.each(LOCALES)("what the page of the log gives as examples is found in it (%s)", (locale) => {
    const words = MESSAGES[locale].identity.audit.actionHint.split(":").at(-1)?.match(/\w+/g) ?? [];
    expect(words.length).toBeGreaterThan(0);
    const actions = everyListed("auditActions");
    expect(words.filter((word) => !actions.some((action) => action.startsWith(word)))).toEqual([]);
  });

  test("addresses of others can be told what the database tells them, all of it", () => {
    const newest = readdirSync("db/migrations")
      .filter((name) => name.endsWith(".sql"))
      .toSorted((one, other) => Number.parseInt(one, 10) - Number.parseInt(other, 10))
      .map((name) => readFileSync(`db/migrations/${name}`, "utf8"))
      .findLast((text) => text.includes('FUNCTION "tell_webhooks"'));
    const literal = [...(newest?.matchAll(/'(booking\.\w+)'/g) ?? [])].map(([, event]) => event);
    const states = BOOKING_STATES.map((state) => `booking.${state}`);
    expect(everyListed("webhookEvents").toSorted()).toEqual([...states, ...literal].toSorted());
  });

  test.each([
    ["as it is", 'const a = "letter-sent";', true],
    ["by a template and its filling", 'type A = "sent"; const a = `letter-$<what>`;', true],
    ["not by a template alone", "const a = `letter-$<what>`;", false],
    ["not in a comment", "// letter-sent", false],
  ])("a name is said %s", (_, written, is) => {
    const text = written.replaceAll(/\$<(.*?)>/g, (_whole, placed) => `$\{${placed}}`);
    expect(new Sayings([{ path: "lib/planted.ts", text }]).has("letter-sent")).toBe(is);
  });
});
