import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import {
  dayText,
  momentField,
  readDay,
  readInstant,
  readTypedDay,
  readTypedMonth,
  readTypedTime,
  readWallTime,
  typedDay,
  typedDayField,
  typedDayTextOrNone,
  typedMonth,
} from "./moments.ts";

const FAR = [
  "0000-01-01",
  "0001-01-01",
  "-000001-01-01",
  "9999-12-31",
  "+010000-01-01",
  "+275760-09-13",
];

test.each(FAR)("%s is too far away, as a day, a time and a moment", (day) => {
  expect(() => readDay(day)).toThrow(RangeError);
  expect(() => readWallTime(`${day}T10:00`)).toThrow(RangeError);
  expect(() => readInstant(`${day}T10:00:00Z`)).toThrow(RangeError);
  expect(momentField("booking.not_a_moment").safeParse(`${day}T10:00:00Z`).success).toBe(false);
  expect(typedDayField().safeParse(day).success).toBe(false);
  expect(dayText().safeParse(day).success).toBe(false);
});

test("what is near enough is read", () => {
  expect(String(readDay("2026-02-28"))).toBe("2026-02-28");
  expect(String(readInstant("2026-03-02T10:00:00+01:00"))).toBe("2026-03-02T09:00:00Z");
  expect(String(readWallTime("2026-03-02T10:00"))).toBe("2026-03-02T10:00:00");
  expect(() => readDay("2026-02-29")).toThrow(RangeError);
  expect(() => readInstant("2026-03-02T10:00")).toThrow(RangeError);
});

test.each([
  "2026-03-02[u-ca=hebrew]",
  "2026-03-02T10:00[u-ca=hebrew]",
  "2026-03-02T10:00:00+05:00[Europe/Brussels]",
  "2026-03-02T10:00:00Z[!u-ca=iso8601]",
])("%s names another calendar or zone, which nobody reads", (text) => {
  expect(() => readDay(text)).toThrow(RangeError);
  expect(() => readTypedDay(text)).toThrow(RangeError);
  expect(() => readWallTime(text)).toThrow(RangeError);
  expect(() => readInstant(text)).toThrow(RangeError);
});

test.each(["2026-03-02T10:00+01:00", "2026-03-02 10:00-05", "2026-03-02T10:00Z"])(
  "%s has an offset, and is not what a clock shows",
  (text) => {
    expect(() => readWallTime(text)).toThrow(RangeError);
  },
);

test.each([
  ["27/11/2026", "2026-11-27"],
  [" 1-2-2027 ", "2027-02-01"],
  ["3.4", "2026-04-03"],
  ["2026-12-01", "2026-12-01"],
])("%s is the day %s", (typed, day) => {
  expect(String(readTypedDay(typed, 2026))).toBe(day);
});

test.each(["", "31/2/2026", "11/27/2026", "tomorrow", "1/1/0000", "1/2/26"])(
  "%s is no day",
  (typed) => {
    expect(() => readTypedDay(typed, 2026)).toThrow(RangeError);
  },
);

test("a day that a field shows is read back as the same day", () => {
  const day = Temporal.PlainDate.from("2026-02-01");
  expect(typedDay(day)).toBe("1/2/2026");
  expect(readTypedDay(typedDay(day), 2026).equals(day)).toBe(true);
});

test.each([
  ["11/2026", "2026-11"],
  [" 1-2027 ", "2027-01"],
  ["2026-03", "2026-03"],
])("%s is the month %s", (typed, month) => {
  expect(String(readTypedMonth(typed))).toBe(month);
  expect(String(readTypedMonth(typedMonth(readTypedMonth(typed))))).toBe(month);
});

test.each(["", "13/2026", "2026-13", "0/2026", "2026-03-02", "1/0001", "november"])(
  "%s is no month",
  (typed) => {
    expect(() => readTypedMonth(typed)).toThrow(RangeError);
  },
);

test.each([
  ["14:00", "14:00"],
  ["9", "09:00"],
  ["14u", "14:00"],
  ["14u30", "14:30"],
  ["14 u 30", "14:30"],
  ["14h30", "14:30"],
  ["14 h", "14:00"],
  ["14\u202fh\u00a030", "14:30"],
  ["14 heures", "14:00"],
  ["14.30 uur", "14:30"],
  [" 08:05 ", "08:05"],
  ["930", "09:30"],
  ["1400", "14:00"],
  ["2 pm", "14:00"],
  ["12:15 a.m.", "00:15"],
  ["12PM", "12:00"],
  ["0", "00:00"],
  ["24:00", "24:00"],
  ["24u", "24:00"],
])("%j is the time %s", (typed, time) => {
  expect(readTypedTime(typed)).toBe(time);
  expect(readTypedTime(readTypedTime(typed))).toBe(time);
});

test.each([
  "",
  "25:00",
  "14:60",
  "24:01",
  "13 pm",
  "0 am",
  "14:5",
  "noon",
  "-1",
  "14:00:00",
  "9:00-12:00",
  "2400000",
])("%j is no time", (typed) => {
  expect(() => readTypedTime(typed)).toThrow(RangeError);
});

test("what is left out of a form that allows it stays empty", () => {
  const form = z.object({ until: typedDayTextOrNone() });
  expect(form.parse({})).toEqual({ until: "" });
  expect(form.parse({ until: " " })).toEqual({ until: "" });
  expect(form.parse({ until: "1/2/2026" })).toEqual({ until: "2026-02-01" });
  expect(form.safeParse({ until: "soon" }).error?.issues[0]?.message).toBe("common.notADay");
});

test("what comes from outside is read here: no schema and no form reads a moment by itself", () => {
  const files = ["lib", "app"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(
        (entry) =>
          entry.isFile() && /(^|-)(schema|form|days|phrases|text|file)\.ts$/.test(entry.name),
      )
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  expect(files.length).toBeGreaterThan(20);
  const own = files.filter((file) =>
    /Temporal\.(Instant|PlainDate|PlainDateTime)\.from\((?!\s*\{)|z\.iso\.(date|datetime)/.test(
      readFileSync(file, "utf8"),
    ),
  );
  expect(own).toEqual([]);
});
