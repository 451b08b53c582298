import { expect, test } from "vitest";
import { saidIn, saying } from "./said.ts";

test.each([
  ["/nl/me", "/nl/me?said=refused"],
  ["/nl/desk/closures?space=hub", "/nl/desk/closures?space=hub&said=refused"],
  ["/nl/me#today", "/nl/me?said=refused#today"],
])("the address %s says what was done, and is read again", (address, said) => {
  expect(saying(address, "refused")).toBe(said);
  expect(saidIn(said)).toBe("refused");
});

test.each(["/nl/me", "/nl/me?said=", "/nl/me?said=toString", "/nl/me?said=Pay%20now"])(
  "%s says nothing",
  (address) => {
    expect(saidIn(address)).toBeNull();
  },
);
