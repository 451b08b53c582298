import { expect, test } from "vitest";
import { badgeActions, canEarnAgain, isStanding, termOf } from "./standing.ts";

const now = Temporal.Instant.from("2026-03-02T10:00:00Z");
const holder = { isOwn: true, mayWithdraw: false, revokedAt: null };
const staff = { isOwn: false, mayWithdraw: true, revokedAt: null };
const other = { isOwn: false, mayWithdraw: false, revokedAt: null };
const withdrawn = { revokedAt: "2026-03-01T10:00:00Z" };

test.each([
  ["its holder", holder, false, ["share", "askForRecognition"]],
  ["its holder with a card", holder, true, ["share"]],
  ["its holder, once it is withdrawn", { ...holder, ...withdrawn }, false, ["share"]],
  ["staff who may withdraw it", staff, false, ["printForHolder", "withdraw"]],
  ["the same, once it is withdrawn", { ...staff, ...withdrawn }, false, []],
  [
    "staff who hold it themselves",
    { ...staff, isOwn: true },
    false,
    ["share", "askForRecognition", "withdraw"],
  ],
  ["anybody else", other, false, ["printForHolder"]],
  ["anybody else, once it is withdrawn", { ...other, ...withdrawn }, false, []],
])("on the page of a badge, %s may do %4$j", (_, stored, byCard, expected) => {
  const actions = Object.entries(badgeActions(stored, { byCard }));
  expect(actions.flatMap(([action, may]) => (may ? [action] : []))).toEqual(expected);
});

test.each([
  ["without an end", null, { is: "open" }, true, false],
  ["that ends in a year", "2027-03-02T10:00:00Z", { is: "until" }, true, false],
  ["that ends in a month", "2026-04-02T10:00:00Z", { is: "until" }, true, true],
  ["in its last second", "2026-03-02T10:00:01Z", { is: "until" }, true, true],
  ["at its end", "2026-03-02T10:00:00Z", { is: "ended" }, false, true],
  ["that has ended", "2026-03-02T09:59:59Z", { is: "ended" }, false, true],
])("a badge %s", (_, validUntil, term, counts, isEarnedAgain) => {
  expect(termOf(validUntil, now)).toEqual(validUntil ? { ...term, day: validUntil } : term);
  const signed = { revokedAt: null, validUntil };
  expect(isStanding(signed, now)).toBe(counts);
  expect(canEarnAgain(signed, now)).toBe(isEarnedAgain);
  expect(isStanding({ ...signed, ...withdrawn }, now)).toBe(false);
});
