import { expect, test } from "vitest";
import { actorsCsv, actorsGeoJson } from "./exchange.ts";
import type { NetworkActor } from "./queries.ts";
import { actorForm } from "./schema.ts";

const form = {
  name: "Hangar K",
  kind: "hub",
  fields: "it",
  activity: "regular",
  region: "vlaanderen",
  city: "Kortrijk",
  position: "50.825, 3.254",
  precision: "building",
  languages: "nl",
  source: "its page",
  factsOn: "2026-03-01",
};

test.each([
  ["as it should be", {}, null],
  ["without a name", { name: " " }, "spaces.name_it"],
  ["about nothing", { fields: "" }, "actors.choose_one"],
  ["in no language", { languages: [] }, "actors.choose_one"],
  ["without a source", { source: "" }, "actors.needs_source"],
  ["of no day", { factsOn: "yesterday" }, "actors.needs_day"],
  ["of a day that no calendar has", { factsOn: "2026-02-30" }, "actors.needs_day"],
  ["with its coordinates swapped", { position: "3.254, 50.825" }, "spaces.point_far_away"],
  ["in the sea of nowhere", { position: "0, 0" }, "spaces.point_far_away"],
  ["with a script as its page", { website: "javascript:alert(1)" }, "common.not_https"],
])("a form %s", (_, change, fault) => {
  const read = actorForm.safeParse({ ...form, ...change });
  expect(read.success ? null : read.error.issues[0]?.message).toBe(fault);
});

const actor = {
  ...{ id: "", slug: "k", name: "=HYPERLINK(1)", kind: "hub", fields: ["it"], activity: "unknown" },
  ...{
    country: "BE",
    region: "vlaanderen",
    city: "Kortrijk",
    lat: 50.8,
    lon: 3.2,
    precision: "street",
  },
  ...{ languages: ["nl", "fr"], does: { nl: '+1, met "plezier"' }, website: null, source: "@them" },
  ...{
    factsOn: "2026-03-01",
    isInvented: true,
    organisationId: null,
    retiredAt: null,
    revision: 1,
  },
  changedAt: Temporal.Instant.from("2026-03-02T06:00:00Z"),
} satisfies NetworkActor;

test("no cell of the table is a formula, and a point is written with its longitude first", () => {
  const csv = actorsCsv([actor]);
  expect(csv).toContain("k,'=HYPERLINK(1),hub,it,");
  expect(csv).toContain(`"'+1, met ""plezier"""`);
  expect(csv).toContain(",'@them,2026-03-01,yes");
  expect(actorsGeoJson([actor]).features[0]?.geometry).toEqual({
    type: "Point",
    coordinates: [3.2, 50.8],
  });
});
