import { expect, test } from "vitest";
import { completenessOf, type DescribedSpace } from "./completeness.ts";

const whole: DescribedSpace = {
  summary: { nl: "Een plek", fr: "Un lieu", en: "A place" },
  openingHours: "Mo-Fr 09:00-17:00",
  precision: "building",
  address: "Markt 1",
  postcode: "8500",
  phone: "+3256000000",
  website: null,
  photos: 1,
  rooms: 2,
};

test.each<[string, Partial<DescribedSpace>, number, string[]]>([
  ["has everything", {}, 100, []],
  ["has a website and no phone", { phone: null, website: "https://a.test" }, 100, []],
  ["can be reached by nothing", { phone: null }, 87, ["contact"]],
  [
    "is described in two languages",
    { summary: { nl: "Een plek", fr: "Un lieu" } },
    87,
    ["summary"],
  ],
  [
    "is described by a blank",
    { summary: { nl: "Een plek", fr: "Un lieu", en: " " } },
    87,
    ["summary"],
  ],
  ["is known to its town only", { precision: "locality", address: null }, 75, ["point", "address"]],
  [
    "is new",
    { openingHours: "", photos: 0, rooms: 0, postcode: " " },
    50,
    ["hours", "postcode", "photo", "rooms"],
  ],
])("a space that %s", (_, change, percent, missing) => {
  expect(completenessOf({ ...whole, ...change })).toEqual({ percent, missing });
});
