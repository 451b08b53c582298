import fc from "fast-check";
import loadHighs from "highs";
import { expect, test } from "vitest";
import { type Block, protect, THRESHOLD } from "./disclosure.ts";

const highs = await loadHighs();

/**
 * What an attacker can work out of every withheld cell from all that is published: the smallest and largest
 * value that fit, by linear programming over "each kind adds up to the total" and "nobody counts less than nothing".
 */
function attack({ total, kinds }: Block<number | null>): Map<string, [number, number]> {
  const names: string[] = [];
  const name = (text: string) => {
    names.push(text);
    return `x${names.length - 1}`;
  };
  const totalTerm = total === null ? name("total") : null;
  const rows = Object.entries(kinds).map(([kind, cells], row) => {
    const published = Object.values(cells).reduce<number>((sum, count) => sum + (count ?? 0), 0);
    const unknown = Object.entries(cells)
      .filter(([, count]) => count === null)
      .map(([code]) => name(`${kind}.${code}`));
    const left = [...unknown.map((term) => `+ ${term}`), ...(totalTerm ? [`- ${totalTerm}`] : [])].join(" ");
    return left ? ` r${row}: ${left} = ${(total ?? 0) - published}` : "";
  });
  // Whoever knows the rules knows that a block withheld whole has one to four people.
  const bounds = totalTerm ? [` 1 <= ${totalTerm} <= ${THRESHOLD - 1}`] : [];
  const solve = (sense: "Minimize" | "Maximize", term: string) =>
    highs.solve(
      [sense, ` obj: ${term}`, "Subject To", ...rows.filter(Boolean), "Bounds", ...bounds, "End"].join("\n"),
    ).ObjectiveValue;
  return new Map(names.map((text, at) => [text, [solve("Minimize", `x${at}`), solve("Maximize", `x${at}`)]]));
}

const block = (...kinds: Record<string, number>[]): Block => ({
  total: Object.values(kinds[0] ?? {}).reduce((sum, count) => sum + count, 0),
  kinds: Object.fromEntries(kinds.map((cells, at) => [`kind${at}`, cells])),
});

test("hiding the small numbers alone fails: the attack finds the number again", () => {
  const naive: Block<number | null> = {
    total: 23,
    kinds: { gender: { woman: 20, man: null, non_binary: 0 } },
  };
  expect(attack(naive).get("gender.man")).toEqual([3, 3]);
});

test.each([
  ["nobody", block({ a: 0, b: 0 }), block({ a: 0, b: 0 })],
  ["enough of everybody", block({ a: 5, b: 9 }), block({ a: 5, b: 9 })],
  [
    "one small cell takes the next along",
    block({ a: 3, b: 9, c: 20 }),
    { total: 32, kinds: { kind0: { a: null, b: null, c: 20 } } },
  ],
  [
    "two small cells that are five together",
    block({ a: 3, b: 4, c: 20 }),
    { total: 27, kinds: { kind0: { a: null, b: null, c: 20 } } },
  ],
  [
    "two that are fewer take a third",
    block({ a: 1, b: 2, c: 20 }),
    { total: 23, kinds: { kind0: { a: null, b: null, c: null } } },
  ],
  [
    "zero is no secret",
    block({ a: 0, b: 4, c: 6 }),
    { total: 10, kinds: { kind0: { a: 0, b: null, c: null } } },
  ],
  [
    "four people are withheld whole, with their zeros",
    block({ a: 4, b: 0 }),
    { total: null, kinds: { kind0: { a: null, b: null } } },
  ],
])("%s", (_, counts, expected) => {
  expect(protect(counts)).toEqual(expected);
});

test("a kind that does not add up is refused", () => {
  expect(() => protect({ total: 9, kinds: { gender: { woman: 8 } } })).toThrow(RangeError);
});

const blocks = fc
  .tuple(
    fc.integer({ min: 0, max: 40 }),
    fc.array(fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 7 }), {
      minLength: 1,
      maxLength: 4,
    }),
  )
  .map(
    ([total, weights]): Block => ({
      total,
      kinds: Object.fromEntries(
        weights.map((shares, kind) => {
          // Deals the people out one by one, each to the cell whose turn its weight says.
          const order = shares.flatMap((weight, cell) => Array.from({ length: weight }, () => cell));
          const cells = shares.map(() => 0);
          for (let person = 0; person < total; person += 1) {
            const cell = order.length > 0 ? order[(person * 7) % order.length]! : 0;
            cells[cell] = (cells[cell] ?? 0) + 1;
          }
          return [`kind${kind}`, Object.fromEntries(cells.map((count, cell) => [`c${cell}`, count]))];
        }),
      ),
    }),
  );

test("no attack narrows a withheld count to fewer than five people, or to what it is", {
  timeout: 60_000,
}, () => {
  fc.assert(
    fc.property(blocks, (counts) => {
      const shown = protect(counts);
      for (const [cell, [least, most]] of attack(shown)) {
        if (shown.total === null) continue; // one to four people, and nothing else is known
        const [kind = "", code = ""] = cell.split(".");
        const truth = counts.kinds[kind]?.[code] ?? 0;
        expect(most).toBeGreaterThanOrEqual(THRESHOLD);
        expect(least).toBeLessThanOrEqual(Math.max(0, truth - 1));
      }
    }),
    { numRuns: 150 },
  );
});

test("what is shown is true, never small, and the same every time", () => {
  fc.assert(
    fc.property(blocks, (counts) => {
      const shown = protect(counts);
      expect(protect(counts)).toEqual(shown);
      for (const [kind, cells] of Object.entries(shown.kinds))
        for (const [code, count] of Object.entries(cells)) {
          if (count === null) continue;
          expect(count).toBe(counts.kinds[kind]?.[code]);
          expect(count === 0 || count >= THRESHOLD).toBe(true);
        }
    }),
  );
});
