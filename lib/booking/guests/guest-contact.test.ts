import { expect, test } from "vitest";
import { phoneFrom } from "./guest-contact.ts";

test.each([
  ["0470 12 34 56", "BE", "+32470123456"],
  ["0470/12.34.56", "BE", "+32470123456"],
  ["06 12 34 56 78", "FR", "+33612345678"],
  ["+32 (0) 470", "BE", null],
  ["+33 6 12 34 56 78", "BE", "+33612345678"],
  ["0033612345678", "BE", "+33612345678"],
  ["12", "BE", null],
  ["470123456", "BE", null],
  ["a number", "BE", null],
  ["", "BE", null],
  ["+1234567890123456", "FR", null],
])("%j in %s is %j", (text, country, expected) => {
  expect(phoneFrom(text, country)).toBe(expected);
});
