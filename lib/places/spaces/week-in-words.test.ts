import { expect, test } from "vitest";
import { dayInWords, weekInWords } from "./week-in-words.ts";

const day = ["09:00–17:00"];

test.each([
  ["alike from Monday to Friday", [day, day, day, day, day, [], []], "Mon–Fri 09:00–17:00"],
  [
    "with a day of its own",
    [day, [], day, [], [], ["10:00–12:00"], []],
    "Mon 09:00–17:00; Wed 09:00–17:00; Sat 10:00–12:00",
  ],
  [
    "closed at noon",
    [["09:00–12:00", "13:00–16:00"], [], [], [], [], [], []],
    "Mon 09:00–12:00, 13:00–16:00",
  ],
  ["always open", Array.from({ length: 7 }, () => ["00:00–24:00"]), "Mon–Sun 00:00–24:00"],
  ["never open", Array.from({ length: 7 }, (): string[] => []), ""],
])("a week %s", (_, week, expected) => {
  expect(weekInWords("en", week)).toBe(expected);
});

test("the days are named in the language of the reader", () => {
  expect(weekInWords("nl", [day, day, [], [], [], [], []])).toBe("ma–di 09:00–17:00");
  expect(weekInWords("fr", [day, [], [], [], [], [], []])).toBe("lun 09:00–17:00");
});

test.each([
  ["as they are kept", "09:00-12:00,13:00-17:00", "09:00–\u206012:00, 13:00–\u206017:00"],
  ["as a week has them", "09:00–12:00,13:00–17:00", "09:00–\u206012:00, 13:00–\u206017:00"],
  ["of a closed day", "", ""],
])("hours %s are read on one line each", (_, hours, expected) => {
  expect(dayInWords(hours)).toBe(expected);
});
