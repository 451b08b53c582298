import { expect, test } from "vitest";
import { ALL_SPACES, choose, MOST_AT_ONCE } from "./chosen.ts";

const space = (slug: string) => ({
  id: slug,
  slug,
  name: slug,
  region: "",
  timeZone: "Europe/Brussels",
});
const own = ["a", "b", "c"].map(space);

test.each<
  [what: string, wanted: string, kept: string | null, space: string | undefined, shown: string[]]
>([
  ["nothing chosen yet: the first", "", null, "a", ["a"]],
  ["what was chosen stays", "", "b", "b", ["b"]],
  ["an address counts for more", "c", "b", "c", ["c"]],
  ["an address that is not mine shows nothing", "x", "b", undefined, []],
  ["what was chosen and is no longer mine counts for nothing", "", "x", "a", ["a"]],
  ["all of mine", "", ALL_SPACES, "a", ["a", "b", "c"]],
  ["all of mine, asked in the address", ALL_SPACES, "b", "a", ["a", "b", "c"]],
  ["one asked for, where all were chosen", "b", ALL_SPACES, "b", ["b"]],
])("%s", (_, wanted, kept, slug, shown) => {
  const chosen = choose(own, wanted, kept);
  expect(chosen.space?.slug).toBe(slug);
  expect(chosen.shown.map((one) => one.slug)).toEqual(shown);
});

test("of more than a page can hold, all are never shown at once; of none, none", () => {
  const many = Array.from({ length: MOST_AT_ONCE + 1 }, (_, at) => space(`s${at}`));
  expect(choose(many, "", ALL_SPACES).shown).toHaveLength(1);
  expect(choose([], "", ALL_SPACES)).toEqual({ own: [], space: null, shown: [] });
});
