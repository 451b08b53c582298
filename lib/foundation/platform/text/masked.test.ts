import { expect, test } from "vitest";
import { masked } from "./masked.ts";

test.each([
  ["noor.peeters@example.be", "n…@e….be"],
  ["élise@maison.lille.fr", "é…@m….fr"],
  ["a@localhost", "a…@l…"],
  ["+32470123456", "+32 … 56"],
  ["12345", "…"],
  ["", "…"],
])("%s is shown as %s", (address, shown) => {
  expect(masked(address)).toBe(shown);
});
