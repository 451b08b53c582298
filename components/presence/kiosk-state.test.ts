import { describe, expect, test } from "vitest";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import type { DoorResponse } from "#lib/learning/visits/operations.ts";
import {
  type Answer,
  asksHowItWas,
  firstState,
  type KioskEvent,
  networkTime,
  nextState,
} from "./kiosk-state.ts";
import { reachOf } from "./kiosk-words.ts";

const door = { now: "2026-03-02T09:00:00Z" } as DoorResponse;
const first = firstState("fr", door);
const after = (...events: KioskEvent[]) => events.reduce(nextState, first);
const answer = (tone: Answer["tone"], leaving: boolean): KioskEvent => ({
  is: "answered",
  answer: { tone, text: "…", leaving },
});

test("what somebody chose and was told goes with them, and the network stays", () => {
  const used = after(
    { is: "language-chosen", locale: "nl" },
    { is: "mode-chosen", mode: "leave" },
    { is: "session-chosen", sessionId: "1" },
    { is: "checking" },
    answer("good", true),
    { is: "warned" },
    { is: "sent", reach: "away", waiting: 2 },
    { is: "touched" },
  );
  expect(used).toMatchObject({ locale: "nl", mode: "leave", isChecking: false, isWarned: false });
  expect(nextState(used, { is: "cleared", language: "fr" })).toEqual({
    ...first,
    turn: 1,
    touches: 1,
    reach: "away",
    waiting: 2,
  });
});

test.each([
  ["nobody yet", [], false],
  ["who comes", [answer("good", false)], false],
  ["who goes", [answer("good", true)], true],
  ["who goes and is not known for sure", [answer("unsure", true)], true],
  ["whose card is refused", [answer("bad", true)], false],
])("how it was is asked of the right ones: %s", (_, events, is) => {
  expect(asksHowItWas(after(...events))).toBe(is);
});

test("what a page remembers of its door is no word of the network", () => {
  expect(first.reach).toBe("unasked");
  expect(after({ is: "door-remembered", door, ahead: 0 }).reach).toBe("unasked");
  expect(after({ is: "counted", waiting: 2 })).toMatchObject({ reach: "unasked", waiting: 2 });
  const { kiosk } = MESSAGES.en.presence;
  expect(reachOf("unasked", 0, kiosk)).toBe(kiosk.checking);
  expect(reachOf("unasked", 2, kiosk)).toBe("Waiting to be sent: 2");
});

test.each([
  ["nobody was heard by", [{ is: "unheard", reach: "away" }], "away"],
  [
    "was heard again",
    [
      { is: "unheard", reach: "away" },
      { is: "door-known", door, ahead: 0 },
    ],
    "sent",
  ],
  [
    "is put away",
    [
      { is: "unheard", reach: "ended" },
      { is: "counted", waiting: 0 },
    ],
    "ended",
  ],
  [
    "keeps a card for later",
    [
      { is: "sent", reach: "later", waiting: 1 },
      { is: "door-known", door, ahead: 0 },
    ],
    "later",
  ],
] as [string, KioskEvent[], string][])("a tablet that %s says so", (_, events, reach) => {
  expect(after(...events).reach).toBe(reach);
});

describe("the clock", () => {
  test("is the one of the page until the network says its own", () => {
    expect(networkTime(first)).toBe(Date.parse(door.now));
  });

  test("is the tablet's, by as much as it is wrong", () => {
    const known = after({ is: "door-known", door, ahead: 3_600_000 });
    expect(Math.abs(networkTime(known) - Date.now() - 3_600_000)).toBeLessThan(1_000);
  });
});
