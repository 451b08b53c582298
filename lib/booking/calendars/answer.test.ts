import { expect, test } from "vitest";
import { calendarAnswer } from "./answer.ts";

const FEED = "BEGIN:VCALENDAR\r\nDTSTAMP:20260302T080000Z\r\nEND:VCALENDAR";
const ask = (tag?: string, text = FEED) =>
  calendarAnswer(
    new Request("http://localhost/calendar/x.ics", {
      headers: tag ? { "if-none-match": tag } : {},
    }),
    text,
    "private",
  );
const etag = ask().headers.get("etag") ?? "";

test.each([
  ["as it was given", etag, 304],
  ["packed on the way", `W/${etag}`, 304],
  ["among others", `"old", W/${etag}`, 304],
  ["another", '"old"', 200],
])("a tag %s", (_, tag, status) => {
  expect(ask(tag).status).toBe(status);
});

test("only the moment of reading differs: nothing has changed", () => {
  expect(ask(etag, FEED.replace("080000", "090000")).status).toBe(304);
});
