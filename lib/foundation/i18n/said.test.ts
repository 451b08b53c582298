import { expect, test } from "vitest";
import { saying } from "./said.ts";

test.each([
  ["/nl/me", "/nl/me?said=refused"],
  ["/nl/desk/closures?space=hub", "/nl/desk/closures?space=hub&said=refused"],
  ["/nl/me#today", "/nl/me?said=refused#today"],
])("the address %s says what was done", (address, said) => {
  expect(saying(address, "refused")).toBe(said);
});
