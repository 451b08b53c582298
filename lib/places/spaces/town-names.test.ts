import { expect, test } from "vitest";
import { searchedText } from "#lib/foundation/platform/text/searched-text.ts";
import { isTown, namesOfTown } from "./town-names.ts";

test.each([
  ["Villeneuve-d’Ascq", "villeneuve d ascq"],
  ["VILLENEUVE D'ASCQ", "villeneuve d ascq"],
  ["Armentières ", "armentieres"],
  ["'); drop table space; --", "drop table space"],
])("%s is compared as %s", (name, plain) => {
  expect(searchedText(name)).toBe(plain);
});

test.each([
  ["Rijsel", "lille"],
  ["Courtrai", "kortrijk"],
  ["doornik", "tournai"],
  ["Waregem", "waregem"],
])("who looks for %s finds %s", (asked, town) => {
  expect(namesOfTown(asked)).toContain(town);
});

test.each([
  ["Comines-Warneton", "Komen", true],
  ["Comines", "komen", true],
  ["Villeneuve-d’Ascq", "villeneuve d'ascq", true],
  ["Lille", "Rijsel", true],
  ["Mouscron", "Moeskroen", true],
  ["Bailleul", "Lille", false],
  ["Ath", "Lathuy", false],
  ["Kortrijk", "", false],
])("%s is called %j: %s", (city, name, expected) => {
  expect(isTown(city, name)).toBe(expected);
});
