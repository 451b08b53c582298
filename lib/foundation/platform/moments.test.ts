import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  dayField,
  dayText,
  momentField,
  readDay,
  readInstant,
  readTypedDay,
  readWallTime,
  typedDay,
} from "./moments.ts";

const FAR = ["0000-01-01", "0001-01-01", "-000001-01-01", "9999-12-31", "+010000-01-01", "+275760-09-13"];

test.each(FAR)("%s is too far away, as a day, a time and a moment", (day) => {
  expect(() => readDay(day)).toThrow(RangeError);
  expect(() => readWallTime(`${day}T10:00`)).toThrow(RangeError);
  expect(() => readInstant(`${day}T10:00:00Z`)).toThrow(RangeError);
  expect(momentField("booking.not_a_moment").safeParse(`${day}T10:00:00Z`).success).toBe(false);
  expect(dayField("spaces.not_a_moment").safeParse(day).success).toBe(false);
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
  ["27/11/2026", "2026-11-27"],
  [" 1-2-2027 ", "2027-02-01"],
  ["3.4", "2026-04-03"],
  ["2026-12-01", "2026-12-01"],
])("%s is the day %s", (typed, day) => {
  expect(String(readTypedDay(typed, 2026))).toBe(day);
});

test.each(["", "31/2/2026", "11/27/2026", "tomorrow", "1/1/0000", "1/2/26"])("%s is no day", (typed) => {
  expect(() => readTypedDay(typed, 2026)).toThrow(RangeError);
});

test("a day that a field shows is read back as the same day", () => {
  const day = Temporal.PlainDate.from("2026-02-01");
  expect(typedDay(day)).toBe("1/2/2026");
  expect(readTypedDay(typedDay(day), 2026).equals(day)).toBe(true);
});

test("what comes from outside is read here: no schema and no form reads a moment by itself", () => {
  const files = ["lib", "app"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /(^|-)(schema|form|days|phrases|text|file)\.ts$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  expect(files.length).toBeGreaterThan(20);
  const own = files.filter((file) =>
    /Temporal\.(Instant|PlainDate|PlainDateTime)\.from\((?!\{)|z\.iso\.(date|datetime)/.test(
      readFileSync(file, "utf8"),
    ),
  );
  expect(own).toEqual([]);
});
