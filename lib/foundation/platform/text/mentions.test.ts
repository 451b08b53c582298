import { expect, test } from "vitest";
import { mentions } from "./mentions.ts";

const named = [
  "n@x.be",
  "N@X.BE",
  "to n@x.be.",
  "<n@x.be>",
  "'n@x.be' is unknown",
  "line\nn@x.be\nline",
  "mailto:n@x.be?subject=x",
  "a@y.be,n@x.be",
];
const other = [
  "admin@x.be",
  "o.n@x.be",
  "o'n@x.be",
  "tag+n@x.be",
  "a-n@x.be",
  "a_n@x.be",
  "én@x.be",
  "n@x.be.org",
  "n@x.bez",
  "n@x.be-n.org",
  "n@xxbe",
];

test.each(named)("%j names n@x.be", (text) => expect(mentions(text, "n@x.be")).toBe(true));
test.each(other)("%j does not name n@x.be", (text) => expect(mentions(text, "n@x.be")).toBe(false));

test("a number is not part of a longer one, and no sign of an address is a wildcard", () => {
  expect(mentions("+324701", "+32470")).toBe(false);
  expect(mentions("call +32470 now", "+32470")).toBe(true);
  expect(mentions("a%b@x.be", "a_b@x.be")).toBe(false);
  expect(mentions("anb@x.be", "a.b@x.be")).toBe(false);
});
