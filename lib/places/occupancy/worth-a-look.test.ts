import { expect, test } from "vitest";
import { sharesOf } from "./shares.ts";
import type { Use, UseLine } from "./use.ts";
import { worthALook } from "./worth-a-look.ts";

const HOURS = 1_000 * 60;

/** A line of 1,000 open hours. */
const line = (
  key: string,
  booked: { share: number; seats?: number },
  sensed: { open: number; used: number } = { open: HOURS, used: HOURS / 2 },
): UseLine => ({
  key,
  name: key,
  openHours: 1_000,
  missedHours: 0,
  missedShare: 0,
  shares: {
    booked: sharesOf(HOURS, booked.share * HOURS, booked.share * HOURS * (booked.seats ?? 0.8)),
    attended: sharesOf(HOURS, 0, 0),
    sensed: sharesOf(sensed.open, sensed.used, sensed.used / 2),
  },
});

const use = (parts: Partial<Use>): Use => ({
  year: 2026,
  isOwn: true,
  whole: line("", { share: 0.4 }),
  total: [],
  room: [],
  month: [],
  weekday: [],
  hour: [],
  equipment: [],
  ...parts,
});

test("the weekday on which the least is booked is named, if it is far below the others", () => {
  const days = [line("1", { share: 0.42 }), line("5", { share: 0.1 }), line("6", { share: 0.2 })];
  expect(worthALook(use({ weekday: days }))).toEqual([
    { about: "emptyDay", weekday: 5, share: 0.1 },
  ]);
  expect(worthALook(use({ weekday: days.slice(0, 1) }))).toEqual([]);
});

test("a room of which few seats are taken is named, once enough was booked to say so", () => {
  const atelier = line("Atelier", { share: 0.3, seats: 0.2 });
  const leie = line("Leie", { share: 0.5, seats: 0.7 });
  expect(worthALook(use({ room: [leie, atelier] }))).toEqual([
    { about: "largeRoom", room: "Atelier", share: expect.closeTo(0.2) },
  ]);
  const onceUsed = line("Once used", { share: 0.01, seats: 0.1 });
  expect(worthALook(use({ room: [leie, onceUsed] }))).toEqual([]);
});

test("rooms without a counter are named where others have one", () => {
  const seen = line("Leie", { share: 0.5 });
  const unseen = line("Atelier", { share: 0.5 }, { open: 0, used: 0 });
  expect(worthALook(use({ room: [seen, unseen] }))).toEqual([
    { about: "uncounted", rooms: ["Atelier"] },
  ]);
  expect(worthALook(use({ room: [unseen] }))).toEqual([]);
});
