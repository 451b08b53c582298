import { readdirSync, readFileSync } from "node:fs";
import { cryptosuite } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import util from "jsonld/lib/util.js";
import { describe, expect, test, vi } from "vitest";
import { AT, givenIssuer } from "#testing/badges.ts";
import { badgeOf, largest, SHAPES } from "#testing/largest-badge.ts";
import { loaderOf } from "../credentials/contexts.ts";
import { canonicalForm, THINGS_A_TURN } from "./canonical.ts";
import { verifyBadge } from "./verify.ts";

const byLibrary = (document: JsonObject) =>
  cryptosuite.canonize(document, { documentLoader: loaderOf(), safe: true, base: null });

describe.each(SHAPES)("the largest badge of %s", (_, made) => {
  const { document } = largest(made);

  test("has the form that the library gives it, byte for byte", async () => {
    expect(await canonicalForm(document)).toBe(await byLibrary(document));
  });

  test("has not each term of its contexts copied for each thing in it", async () => {
    const copies = vi.spyOn(util, "clone");
    const copiesOf = async (count: number, form: (document: JsonObject) => Promise<string>) => {
      copies.mockClear();
      await form(made(count));
      return copies.mock.calls.length;
    };
    try {
      const [few, more] = [2, 6];
      const copied = async (form: typeof canonicalForm) =>
        ((await copiesOf(more, form)) - (await copiesOf(few, form))) / (more - few);
      // The count can find it: the library alone copies some hundreds of terms for each.
      expect(await copied(byLibrary)).toBeGreaterThan(500);
      expect(await copied(canonicalForm)).toBeLessThan(60);
    } finally {
      copies.mockRestore();
    }
  });
});

test("the vectors of W3C have the form that the library gives them", async () => {
  const folder = new URL("./vectors/", import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".json"),
  );
  let compared = 0;
  for (const file of files) {
    const document: unknown = JSON.parse(readFileSync(new URL(file, folder), "utf8"));
    const whole = document as JsonObject;
    if (!Array.isArray(whole["@context"])) continue;
    const { proof: _, ...bare } = whole;
    const said = async (form: Promise<string>) => form.catch(({ name }: Error) => name);
    expect(await said(canonicalForm(whole)), file).toBe(await said(byLibrary(bare)));
    compared += 1;
  }
  expect(compared).toBeGreaterThan(0);
});

test("a badge is brought into its form once, for its words and its proof", async () => {
  const document = badgeOf({});
  expect(canonicalForm(document)).toBe(canonicalForm(document));
  const fault = badgeOf({ "no such word": 1 });
  await expect(canonicalForm(fault)).rejects.toThrow(/Safe mode/);
  await expect(canonicalForm(fault)).rejects.toThrow(/Safe mode/);
});

test("everybody else has their turn while the largest badge is verified", async () => {
  const [, made] = SHAPES[0] as (typeof SHAPES)[number];
  const { document, count } = largest(made);
  const issuer = await givenIssuer();
  let [turns, isOver] = [0, false];
  const turn = () => {
    turns += 1;
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  await verifyBadge(Buffer.from(JSON.stringify(document)), { now: AT, fetch: issuer.fetch });
  isOver = true;
  expect(turns).toBeGreaterThanOrEqual(Math.floor(count / THINGS_A_TURN));
});
