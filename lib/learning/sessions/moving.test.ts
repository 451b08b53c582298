import { describe, expect, test } from "vitest";
import { moveOf, moveRefusal } from "./moving.ts";

const at = (time: string) => Temporal.Instant.from(`2026-03-03T${time}:00+01:00`);
const morning = { start: at("10:00"), end: at("12:00") };
const afternoon = { start: at("14:00"), end: at("16:00") };
const here = { id: "here", during: morning, roomId: "atelier", other: null };
const there = { ...here, id: "there", roomId: "hall" };
const joint = { ...here, other: { id: "there" } };

describe("what a change means for a place", () => {
  test.each([
    ["nothing, where nothing changes", here, here, {}, [morning, "atelier", false, false]],
    ["its time", here, here, afternoon, [afternoon, "atelier", true, false]],
    [
      "its end alone",
      here,
      here,
      { end: at("13:00") },
      [{ ...morning, end: at("13:00") }, "atelier", true, false],
    ],
    ["its room", here, here, { roomId: "lab" }, [morning, "lab", false, true]],
    ["no room at all", here, here, { roomId: null }, [morning, null, false, true]],
    [
      "nothing for another date of a course",
      there,
      here,
      { ...afternoon, roomId: "lab" },
      [morning, "hall", false, false],
    ],
    [
      "the time alone for the other place of a joint session",
      there,
      joint,
      { ...afternoon, roomId: "lab" },
      [afternoon, "hall", true, false],
    ],
  ] as const)("%s", (_, part, asked, change, [during, roomId, isMoved, isElsewhere]) => {
    expect(moveOf(part, asked, change)).toEqual({ during, roomId, isMoved, isElsewhere });
  });
});

describe("a place", () => {
  const move = { during: morning, roomId: "atelier", isMoved: true, isElsewhere: false };
  test.each([
    ["with a room and a time can be had", "on site", {}, null],
    ["needs a room", "on site", { roomId: null }, "sessions.needs_room"],
    ["at a distance needs none", "remote", { roomId: null }, null],
    [
      "ends after it starts",
      "on site",
      { during: { start: at("12:00"), end: at("12:00") } },
      "booking.ends_before_start",
    ],
    [
      "whose time stays is not judged for it",
      "on site",
      { isMoved: false, during: { start: at("12:00"), end: at("12:00") } },
      null,
    ],
  ])("%s", (_, modality, change, code) => {
    expect(moveRefusal({ modality }, { ...move, ...change })?.code ?? null).toBe(code);
  });
});
