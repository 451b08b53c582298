import { expect, test } from "vitest";
import { moneyField, readCents } from "./money.ts";

test.each([
  ["1.234,50", 123_450],
  ["1 234,50", 123_450],
  ["1\u202F234,50", 123_450],
  ["1,234.50", 123_450],
  ["1’234.50", 123_450],
  ["1234,5", 123_450],
  ["1.234", 123_400],
  ["12.345.678", null],
  ["1.234.567,89", 123_456_789],
  ["€ 14,50", 1_450],
  ["14 €", 1_400],
  ["0,05", 5],
  ["0", 0],
])("%j is read as people write it", (text, cents) => {
  expect(readCents(text)).toBe(cents);
});

test.each([
  "",
  "-5",
  "1.234.50",
  "12 34",
  "0.123",
  "1,2345",
  "veel",
  "1e5",
  "99999999999999999999",
])("%j is no amount", (text) => {
  expect(readCents(text)).toBeNull();
});

test("an amount of a form may be missing, and is refused at its field otherwise", () => {
  const field = moneyField("journal.amount");
  expect(field.parse(" ")).toBeNull();
  expect(field.parse("2,5")).toBe(250);
  expect(field.safeParse("veel").error?.issues[0]?.message).toBe("journal.amount");
});
