import { expect, test } from "vitest";
import {
  ANSWER_STATES,
  forbiddenGroup,
  GROUP_ANSWERS,
  paperKeys,
  TRAITS,
  untouchedLine,
} from "./traits.ts";

test("age bands add up to the ones Europe counts", () => {
  const years = TRAITS.ageBand.map((band) => (band === "u18" ? 0 : Number(/\d+/.exec(band)?.[0])));
  expect(years).toEqual([0, 18, 25, 30, 35, 45, 55, 65]);
});

test.each([
  ["BE", ["third_country", "foreign_background"], null],
  ["FR", ["third_country"], null],
  ["FR", ["foreign_background"], "foreign_background"],
  ["FR", ["minority"], "minority"],
  ["BE", ["minority"], "minority"],
  ["BE", ["disability"], "disability"],
] as const)("in %s, asking about %j", (country, groups, expected) => {
  const line = {
    ...untouchedLine("1", country),
    groups: Object.fromEntries(groups.map((group) => [group, "yes"])),
  };
  expect(forbiddenGroup(line, country)).toBe(expected);
});

test("a new line says of everything that it was not asked", () => {
  const { id: _, groups, ...traits } = untouchedLine("1", "BE");
  expect(new Set([...Object.values(traits), ...Object.values(groups)])).toEqual(
    new Set(["not_asked"]),
  );
});

test.each(Object.entries({ ...TRAITS, group: GROUP_ANSWERS }))(
  "on paper each answer to %s has one character of its own, and each way of not answering the same one",
  (_, codes) => {
    const keys = paperKeys(codes);
    expect(new Set(keys.map(({ key }) => key)).size).toBe(keys.length);
    expect(keys.every(({ key }) => /^[0-9X]$/.test(key))).toBe(true);
    expect(
      keys.filter(({ code }) => ANSWER_STATES.includes(code as never)).map(({ key }) => key),
    ).toEqual(["0", "X", "9"]);
  },
);
