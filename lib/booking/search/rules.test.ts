import { expect, test } from "vitest";
import { offered } from "./rules.ts";

const facts = { isFree: true, isOwn: false, refusal: null, isTogether: false, isVisitor: false };
const taken = { isFree: false };
const closed = { isFree: false, refusal: { code: "booking.space_closed" } };

test.each([
  ["that is free", {}, "book"],
  ["that is free, without an account", { isVisitor: true }, "book-as-guest"],
  ["that is free, beside another", { isTogether: true }, "book"],
  ["that is taken", taken, "wait"],
  ["that is taken, without an account", { ...taken, isVisitor: true }, "sign-in-to-wait"],
  ["that is taken by a booking of theirs", { ...taken, isOwn: true }, "own-booking"],
  [
    "that is taken by what was booked on this device",
    { ...taken, isOwn: true, isVisitor: true },
    "own-as-guest",
  ],
  ["that a rule refuses beside it", { ...closed, isOwn: true }, "own-booking"],
  ["that is taken, beside another", { ...taken, isTogether: true }, "other-times"],
  ["that a rule refuses", closed, "other-times"],
  ["that a rule refuses, without an account", { ...closed, isVisitor: true }, "other-times"],
])("a room %s", (_, change, expected) => {
  expect(offered({ ...facts, ...change })).toBe(expected);
});
