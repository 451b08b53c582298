import { expect, test } from "vitest";
import {
  actionsFor,
  type BookingAction,
  type BookingFacts,
  type Viewer,
} from "./allowed-actions.ts";

const at = (time: string, day = 3) => Temporal.Instant.from(`2026-03-0${day}T${time}:00+01:00`);
const during = { start: at("10:00"), end: at("11:00") };
const BOOKED: BookingFacts = {
  status: "confirmed",
  during,
  answerBy: null,
  checkedInAt: null,
  cancelledAt: null,
  forgivenAt: null,
  hasSession: false,
  sessionIsPlanned: false,
};
const SHARES: Viewer = {
  isOwner: false,
  mayBook: true,
  isStaff: false,
  isManager: false,
  isGuest: false,
};
const OWNER: Viewer = { ...SHARES, isOwner: true };
const GUEST: Viewer = { ...OWNER, isGuest: true };
const STAFF: Viewer = { ...SHARES, isStaff: true };
const MANAGER: Viewer = { ...STAFF, isManager: true };
/** A token that reads bookings of the desk, and books none. */
const READER: Viewer = { ...STAFF, mayBook: false };

const [BEFORE, SOON, RUNNING, LAST, OVER, LATER] = [
  at("10:00", 2),
  at("09:45"),
  at("10:20"),
  Temporal.Instant.from("2026-03-03T10:59:30+01:00"),
  at("11:00"),
  at("11:00", 4),
] as const;

const requested = { status: "requested", answerBy: at("09:00") } as const;
const offered = { status: "offered", answerBy: at("09:00") } as const;
const cancelled = (when: Temporal.Instant) => ({ status: "cancelled", cancelledAt: when }) as const;

test.each<[string, Partial<BookingFacts>, Viewer, Temporal.Instant, BookingAction[]]>([
  ["their own, the day before", {}, OWNER, BEFORE, ["change", "propose", "cancel"]],
  ["one that they share", {}, SHARES, BEFORE, ["change", "cancel"]],
  ["a guest's", {}, GUEST, BEFORE, ["change", "cancel"]],
  ["one of their space", {}, STAFF, BEFORE, ["change", "propose", "cancel"]],
  ["one of their space, with a token that does not book", {}, READER, BEFORE, ["propose"]],
  ["their own, a quarter before", {}, OWNER, SOON, ["arrive", "change", "propose", "cancel"]],
  ["their own, sooner", {}, OWNER, SOON.subtract({ seconds: 1 }), ["change", "propose", "cancel"]],
  [
    "one of their space, a quarter before",
    {},
    STAFF,
    SOON,
    ["check_in", "change", "propose", "cancel"],
  ],
  ["a guest's that runs", {}, GUEST, RUNNING, ["arrive", "end_early", "change", "cancel"]],
  ["a guest's who came", { checkedInAt: SOON }, GUEST, RUNNING, ["end_early", "change", "cancel"]],
  [
    "one that runs, of the space they manage",
    {},
    MANAGER,
    RUNNING,
    ["check_in", "note_missed", "end_early", "change", "propose", "cancel"],
  ],
  [
    "the same, and they came",
    { checkedInAt: SOON },
    MANAGER,
    RUNNING,
    ["end_early", "change", "propose", "cancel"],
  ],
  [
    "their own, in its last minute",
    { checkedInAt: SOON },
    OWNER,
    LAST,
    ["change", "propose", "cancel"],
  ],
  ["their own that is over", {}, OWNER, OVER, []],
  ["one that is over, of the space they manage", {}, MANAGER, OVER, ["note_missed"]],
  ["one that was over a day ago", {}, MANAGER, LATER, []],
  ["one that is over, of the space where they work", {}, STAFF, OVER, []],
  ["their own request", requested, OWNER, BEFORE, ["change", "propose", "cancel"]],
  [
    "a request to them",
    requested,
    STAFF,
    BEFORE,
    ["approve", "refuse", "change", "propose", "cancel"],
  ],
  [
    "a request to which they were late",
    requested,
    STAFF,
    at("09:00"),
    ["change", "propose", "cancel"],
  ],
  ["what is kept for them", offered, OWNER, BEFORE, ["accept", "cancel"]],
  ["what is kept for a guest", offered, GUEST, BEFORE, ["accept", "cancel"]],
  ["what was kept for them too long", offered, OWNER, at("09:00"), ["cancel"]],
  ["what is kept for somebody else", offered, STAFF, BEFORE, ["cancel"]],
  ["what was refused", { status: "refused" }, OWNER, BEFORE, []],
  ["what they have just cancelled", cancelled(BEFORE), OWNER, BEFORE, ["restore"]],
  ["what a guest has just cancelled", cancelled(BEFORE), GUEST, BEFORE, ["restore"]],
  [
    "what was cancelled ten minutes ago",
    cancelled(BEFORE.subtract({ minutes: 10 })),
    OWNER,
    BEFORE,
    [],
  ],
  ["what was cancelled as it began", cancelled(SOON), OWNER, during.start, []],
  ["what nobody came to", { status: "missed" }, OWNER, RUNNING, []],
  [
    "what nobody came to, in the space they manage",
    { status: "missed" },
    MANAGER,
    LATER,
    ["forgive"],
  ],
  ["the same, forgiven", { status: "missed", forgivenAt: OVER }, MANAGER, LATER, []],
  [
    "the room of a session that is planned",
    { hasSession: true, sessionIsPlanned: true },
    MANAGER,
    RUNNING,
    ["check_in", "end_early", "change"],
  ],
  [
    "the room of a session that was cancelled",
    { hasSession: true },
    MANAGER,
    BEFORE,
    ["change", "cancel"],
  ],
])("%s", (_, change, viewer, now, actions) => {
  expect(actionsFor({ ...BOOKED, ...change }, viewer, now)).toEqual(actions);
});
