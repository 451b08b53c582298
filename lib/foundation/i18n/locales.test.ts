import { expect, test } from "vitest";
import { preferredLocale } from "./locales.ts";

test.each([
  ["nl-BE,nl;q=0.9,en;q=0.8", "nl"],
  ["de,fr;q=0.7,en;q=0.9", "en"],
  ["fr;q=0,nl;q=0.1", "nl"],
  ["*", "en"],
  ["", "en"],
  [null, "en"],
  ["xx;q=broken,FR-be", "fr"],
])("a browser that asks for %j reads %s", (header, locale) => {
  expect(preferredLocale(header)).toBe(locale);
});
