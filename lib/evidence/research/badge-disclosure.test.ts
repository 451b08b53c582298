import { expect, test } from "vitest";
import { type EarnedIn, shownBadges } from "./badge-disclosure.ts";
import { REST, STEP } from "./disclosure.ts";
import { FEWEST_PERSONS } from "./persons.ts";

const earned = (badge: string, region: string, people: number): EarnedIn => ({
  badge,
  region,
  people,
});

test.each([
  ["nobody", [earned("first", "north", 0)], []],
  ["nine", [earned("first", "north", 9)], []],
  ["ten", [earned("first", "north", 10)], [earned("first", "north", 10)]],
  ["twenty-nine", [earned("first", "north", 29)], [earned("first", "north", 20)]],
])("of %s there is what is rounded down", (_, counted, shown) => {
  expect(shownBadges(counted, new Map(), new Map())).toEqual(shown);
});

const ASKS = new Map([["lead", ["plan"]]]);

test.each([
  [
    "is withheld where that one is",
    [earned("plan", "north", 9), earned("lead", "south", 10)],
    {},
    [],
  ],
  [
    "shows no more than that one",
    [earned("plan", "north", 10), earned("lead", "north", 20), earned("lead", "south", 10)],
    {},
    [earned("plan", "north", 10)],
  ],
  [
    "counts what was shown before",
    [earned("lead", "north", 20)],
    { plan: 30, lead: 10 },
    [earned("lead", "north", 20)],
  ],
  ["has had its share before", [earned("lead", "north", 20)], { plan: 30, lead: 20 }, []],
])("a badge that asks for another %s", (_, counted, before, shown) => {
  expect(shownBadges(counted, new Map(Object.entries(before)), ASKS)).toEqual(shown);
});

/** A small generator whose numbers are the same each time. */
function diceFrom(seed: number) {
  let state = seed;
  return (sides: number) => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return Math.floor((state / 4_294_967_296) * sides);
  };
}

test("who knows all the rules finds no withheld figure that is not possibly none, and possibly five", () => {
  const roll = diceFrom(7);
  const asks = new Map([
    ["b", ["a"]],
    ["c", ["b"]],
  ]);
  for (let world = 0; world < 2_000; world += 1) {
    const before = new Map<string, number>();
    const held = { a: 0, b: 0, c: 0 };
    const withheld: Record<string, number> = { a: 0, b: 0, c: 0 };
    const cells: Record<string, number> = { a: 0, b: 0, c: 0 };
    for (let quarter = 0; quarter < 4; quarter += 1) {
      const counted: EarnedIn[] = [];
      for (const badge of ["a", "b", "c"] as const)
        for (const region of ["north", "south"]) {
          const room = badge === "a" ? 40 : badge === "b" ? held.a - held.b : held.b - held.c;
          const people = Math.min(roll(30), Math.max(0, room));
          held[badge] += people;
          counted.push(earned(badge, region, people));
        }
      const shown = shownBadges(counted, before, asks);
      for (const { badge, region } of counted) {
        const figure = shown.find((one) => one.badge === badge && one.region === region);
        before.set(badge, (before.get(badge) ?? 0) + (figure?.people ?? 0));
        if (figure) cells[badge] = (cells[badge] ?? 0) + 1;
        else withheld[badge] = (withheld[badge] ?? 0) + 1;
      }
      // All that is withheld may be nothing at once: what is shown keeps the order of the badges by
      // itself.
      const [a, b, c] = ["a", "b", "c"].map((badge) => before.get(badge) ?? 0);
      expect(a).toBeGreaterThanOrEqual(b ?? 0);
      expect(b).toBeGreaterThanOrEqual(c ?? 0);
      // And one may be five: the badges that it asks for have room for five more, in what is
      // withheld or rounded of them.
      for (const [badge, below] of [
        ["c", "b"],
        ["b", "a"],
      ] as const)
        if ((withheld[badge] ?? 0) > 0)
          expect(
            (withheld[below] ?? 0) * (STEP - 1) +
              (cells[below] ?? 0) * REST +
              (before.get(below) ?? 0) -
              (before.get(badge) ?? 0),
          ).toBeGreaterThanOrEqual(FEWEST_PERSONS);
    }
  }
});
