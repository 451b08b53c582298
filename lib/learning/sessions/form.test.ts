import { describe, expect, test } from "vitest";
import { courseFields, courseFrom, parsed, partnerLines, piecesFrom, whatFrom } from "./form.ts";
import { sessionChange } from "./schema.ts";

const fields = {
  titleNl: "Mailen",
  titleFr: "",
  titleEn: "",
  topic: "communication",
  modality: "in_person",
  language: "nl",
  places: "8",
  about: "",
  bring: "",
  provided: "",
  cost: "",
  level: "",
  accessibility: ["step_free"],
  competences: ["2.1"],
  partners: "",
  schemeId: "",
};

test.each([
  ["", 0],
  ["0", 0],
  ["2,50", 250],
  ["2.5", 250],
  [" 12 ", 1_200],
])("a cost of “%s” is %i cents", (cost, cents) => {
  expect(whatFrom({ ...fields, cost }).costCents).toBe(cents);
});

test.each([
  ["one for each line", "VDAB, BE\nPôle, Lille, fr", ["VDAB, BE", "Pôle, Lille, FR"]],
  ["none for an empty line", "\n\n", []],
])("partners: %s", (_, partners, expected) => {
  const read = whatFrom({ ...fields, partners }).partners;
  expect(partnerLines(read).split("\n").filter(Boolean)).toEqual(expected);
});

test.each([
  ["a cost that is none", { cost: "much" }, "sessions.cost"],
  ["a partner without a country", { partners: "VDAB" }, "sessions.partner_country"],
  ["no title at all", { titleNl: " " }, "sessions.no_title"],
  ["places that are none", { places: "many" }, "booking.people"],
  ["a skill that is none", { competences: ["9.9"] }, "sessions.unknown_competence"],
])("%s is refused with its own sentence", (_, change, code) => {
  const given = { version: 1, ...whatFrom({ ...fields, ...change }) };
  expect(() => parsed(sessionChange, given)).toThrow(expect.objectContaining({ reason: { code } }));
  expect(parsed(sessionChange, { version: 1, ...whatFrom(fields) })).toMatchObject({ places: 8 });
});

test("pieces are told apart by the place they are for", () => {
  const given = {
    "equipment.laptop": "3",
    "equipment.camera": "0",
    "other.laptop": "2",
    about: "x",
  };
  expect(piecesFrom(given, "equipment")).toEqual([{ kind: "laptop", quantity: "3" }]);
  expect(piecesFrom(given, "other")).toEqual([{ kind: "laptop", quantity: "2" }]);
});

describe("a course as its address says it", () => {
  const asked = {
    ...fields,
    spaceSlug: "hangar-k",
    roomId: "11111111-1111-4111-8111-111111111111",
    day: "2026-03-03",
    from: "10:00",
    to: "12:00",
    every: "weekly",
    interval: "1",
    ends: "count",
    count: "4",
    excluded: "10/03/2026",
  };

  test("has a rule in the wall time of its space, and the dates that are left out", () => {
    const course = courseFrom(courseFields.parse(asked), "Europe/Brussels");
    expect(course.rule).toContain("FREQ=WEEKLY");
    expect(course).toMatchObject({ places: 8, spaceSlug: "hangar-k" });
    expect([course.firstStart, ...course.excludedStarts].map(String)).toEqual([
      "2026-03-03T10:00:00",
      "2026-03-10T10:00:00",
    ]);
  });

  test("has an end", () => {
    expect(() =>
      courseFrom(courseFields.parse({ ...asked, count: "" }), "Europe/Brussels"),
    ).toThrow(expect.objectContaining({ reason: { code: "series.needs_end" } }));
  });
});
