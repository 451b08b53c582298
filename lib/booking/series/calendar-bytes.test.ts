import { expect, test } from "vitest";
import { calendarTextOf } from "./calendar-bytes.ts";

test.each([
  ["UTF-8", Buffer.from("SUMMARY:Café")],
  ["Latin-1", Buffer.from("SUMMARY:Café", "latin1")],
  ["a line folded inside a character", Buffer.from("SUMMARY:Caf\xc3\r\n \xa9", "latin1")],
])("a file in %s is read as it was written", (_, bytes) => {
  expect(calendarTextOf(bytes)).toBe("SUMMARY:Café");
});

test.each([
  ["already damaged", Buffer.from("SUMMARY:Caf\ufffd")],
  ["in UTF-16", Buffer.from("SUMMARY:Café", "utf16le")],
])("a file %s is refused", (_, bytes) => {
  expect(() => calendarTextOf(bytes)).toThrow(
    expect.objectContaining({ reason: { code: "series.file_charset" } }),
  );
});
