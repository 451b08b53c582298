import { expect, test } from "vitest";
import { mapForm } from "./form.ts";

const head = {
  slug: "a-map",
  version: "1",
  publisher: "Trivium",
  licence: "CC0",
  source: "ours",
  name_nl: "Kaart",
};

test.each([
  { says: "none where nothing is written", typed: {}, levels: [] },
  {
    says: "a line each",
    typed: { levels_nl: "Met hulp\nAlleen" },
    levels: [{ nl: "Met hulp" }, { nl: "Alleen" }],
  },
  {
    says: "languages side by side, one of which lacks the last",
    typed: { levels_nl: " Met hulp \r\nAlleen\n\n", levels_fr: "Avec de l’aide" },
    levels: [{ nl: "Met hulp", fr: "Avec de l’aide" }, { nl: "Alleen" }],
  },
])("the levels of a map are $says", ({ typed, levels }) => {
  expect(mapForm.parse({ ...head, ...typed }).levels).toEqual(levels);
});

test.each([
  ["a level that no language names", "Met hulp\n\nHelpt anderen"],
  ["more than eight", "1\n2\n3\n4\n5\n6\n7\n8\n9"],
])("refuses %s at its field", (_, levels_nl) => {
  const parsed = mapForm.safeParse({ ...head, levels_nl });
  expect(parsed.error?.issues.map(({ path }) => path)).toEqual([["levels_nl"]]);
});
