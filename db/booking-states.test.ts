import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { BOOKING_STATES, isOneOf, STANDING } from "./booking-states.ts";

const STATE = BOOKING_STATES.join("|");

/**
 * Two states of a booking or more, side by side: in SQL, in an array, or compared one after the
 * other.
 */
const LISTS = [
  new RegExp(`'(?:${STATE})',\\s*'(?:${STATE})'`),
  new RegExp(`\\["(?:${STATE})",\\s*"(?:${STATE})"`),
  new RegExp(
    `status\\w* [!=]== "(?:${STATE})" (?:\\|\\||&&) (?:\\w+\\.)?status\\w* [!=]== "(?:${STATE})"`,
  ),
];

const listsStates = (text: string) => LISTS.some((list) => list.test(text));

/**
 * The groups themselves; what says something of its own by naming states (the model and the storm
 * that judge bookings from outside, the verdict on what a crash left); answers to a consent and to
 * a proposal, which are no states of a booking.
 */
const EXEMPT =
  /^(?:db\/booking-states\.ts|scripts\/crash\/|lib\/foundation\/consent\/|db\/schema\/consent\.ts)/;

const sources = ["app", "components", "db", "lib", "scripts", "server"]
  .flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.includes(".test."))
  .map((entry) => join(entry.parentPath, entry.name))
  .filter((path) => !EXEMPT.test(path));

test("states of a booking are listed in one file", () => {
  expect(sources.length).toBeGreaterThan(300);
  expect(sources.filter((path) => listsStates(readFileSync(path, "utf8")))).toEqual([]);
});

test.each([
  ["where booking.status in ('requested', 'confirmed')"],
  ['const open = ["requested", "offered"].includes(status);'],
  ['if (booking.status === "confirmed" || booking.status === "requested") return;'],
  ['if (status !== "confirmed" && status !== "missed") return;'],
])("a list of states elsewhere is found: %s", (text) => {
  expect(listsStates(text)).toBe(true);
});

test("a group says whether a state is one of it", () => {
  expect(BOOKING_STATES.filter((status) => isOneOf(STANDING, status))).toEqual(STANDING);
});
