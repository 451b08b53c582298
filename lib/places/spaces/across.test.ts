import { expect, test } from "vitest";
import { acrossRegions } from "./across.ts";

test.each([
  { says: "nothing is nothing", things: [], pairs: [] },
  { says: "within one region nothing goes across", things: [["a"], ["a", "a"]], pairs: [] },
  {
    says: "each thing counts once for two regions, whichever is named first and however often",
    things: [
      ["b", "a"],
      ["a", "b", "a"],
    ],
    pairs: [{ regions: ["a", "b"], count: 2 }],
  },
  {
    says: "of three regions each two have it",
    things: [["c", "a", "b"]],
    pairs: [
      { regions: ["a", "b"], count: 1 },
      { regions: ["a", "c"], count: 1 },
      { regions: ["b", "c"], count: 1 },
    ],
  },
])("$says", ({ things, pairs }) => {
  expect(acrossRegions(things)).toEqual(pairs);
});
