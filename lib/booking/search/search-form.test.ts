import { expect, test } from "vitest";
import { readPhrase } from "./phrases.ts";
import {
  formAddress,
  isSearch,
  NETWORK_ZONE,
  readSearch,
  type SearchForm,
  searchFormFrom,
  withWhen,
} from "./search-form.ts";

const now = Temporal.Instant.from("2026-11-24T22:30:00Z");
const form = searchFormFrom({}, now);

test("an empty address means tomorrow afternoon, by the clock of the region", () => {
  expect(form).toMatchObject({
    day: "2026-11-25",
    from: "14:00",
    to: "16:00",
    people: "",
    needs: [],
    town: "",
  });
  expect(readSearch(form, now)).toMatchObject({ minutes: null, people: 1, windows: [{}] });
});

test.each([
  [
    "a full bar",
    { people: "8", needs: ["projector", "wheelchair"] },
    {
      people: 8,
      equipment: [
        { kind: "projector", quantity: 1 },
        { kind: "wheelchair", quantity: 1 },
      ],
    },
  ],
  ["nobody counted", {}, { people: 1, equipment: [] }],
  ["an unknown need", { needs: ["sauna"] }, { code: "booking.unknown_equipment" }],
  ["yesterday", { day: "2026-11-23" }, { code: "booking.in_the_past" }],
  ["an hour that does not exist", { from: "25:00" }, { code: "booking.not_a_moment" }],
  ["30 February", { day: "2027-02-30" }, { code: "booking.not_a_moment" }],
  ["no date at all", { day: "soon" }, { code: "booking.not_a_moment" }],
  [
    "an end before its start",
    { from: "16:00", to: "14:00" },
    { code: "booking.ends_before_start" },
  ],
  ["minus one person", { people: "-1" }, { code: "booking.people" }],
  ["half a person", { people: "1.5" }, { code: "booking.people" }],
  ["a crowd", { people: "1000000000" }, { code: "booking.people" }],
  ["nobody", { people: "0" }, { code: "booking.people" }],
  [
    "a laptop for each",
    { people: "8", each: "laptop" },
    { equipment: [{ kind: "laptop", quantity: 8 }] },
  ],
  ["a yacht for each", { each: "yacht" }, { code: "booking.unknown_equipment" }],
  ["features", { features: ["quiet", "kitchen"] }, { features: ["kitchen", "quiet"] }],
  ["an unknown feature", { features: ["quiet", "sauna"] }, { code: "booking.unknown_feature" }],
  ["a part of the map", { bbox: "3.1,50.6,3.4,50.8" }, { bbox: { west: 3.1, north: 50.8 } }],
  ["an absurd part of the map", { bbox: "999,-999,1e9,0" }, { code: "spaces.not_a_point" }],
  ["a part of the map turned round", { bbox: "3.4,50.8,3.1,50.6" }, { code: "spaces.not_a_point" }],
  ["half a part of the map", { bbox: "3.1,50.6" }, { code: "spaces.not_a_point" }],
  ["a reach without end", { km: "99999" }, { code: "spaces.not_a_point" }],
  ["a space that is no name", { space: "../etc" }, { code: "spaces.unknown" }],
  ["any 90 minutes", { minutes: "90" }, { minutes: 90 }],
  ["any 0 minutes", { minutes: "0" }, { code: "booking.how_long" }],
  ["any time of several days", { until: "2026-11-27" }, { minutes: 120, windows: [{}, {}, {}] }],
  ["a last day before the first", { until: "2026-11-20" }, { windows: [{}] }],
  ["a span of years", { until: "2999-01-01" }, { code: "booking.span_too_long" }],
])("the search bar with %s", (_, change, expected) => {
  expect(readSearch({ ...form, ...change }, now)).toMatchObject(expected);
});

test("a need asked twice in the address is one need", () => {
  expect(searchFormFrom({ need: ["projector", "projector"] }, now).needs).toEqual(["projector"]);
});

test.each([
  [{}, false],
  [{ page: "2" }, false],
  [{ people: "8" }, true],
  [{ town: "Kortrijk" }, true],
])("an address with %j is a search: %s", (params, expected) => {
  expect(isSearch(params)).toBe(expected);
});

test("a search survives its address", () => {
  const asked: SearchForm = {
    ...form,
    until: "2026-11-27",
    minutes: "90",
    people: "8",
    needs: ["projector"],
    each: "laptop",
    features: ["quiet", "kitchen"],
    town: "Kortrijk",
    km: "5",
    bbox: "3.1,50.6,3.4,50.8",
    space: "hangar-k",
  };
  const query = formAddress(asked);
  const params = Object.fromEntries([...query.keys()].map((name) => [name, query.getAll(name)]));
  expect(searchFormFrom(params, now)).toEqual(asked);
});

test("words become a day and hours, so that the address means the same tomorrow", () => {
  const read = readPhrase("2 uur morgennamiddag", now.toZonedDateTimeISO(NETWORK_ZONE));
  if ("code" in read) throw new Error(read.code);
  const understood = withWhen({ ...form, when: "2 uur morgennamiddag", people: "8" }, read);
  expect(formAddress(understood).toString()).toBe(
    "wrote=2+uur+morgennamiddag&day=2026-11-25&from=13%3A00&to=17%3A00&minutes=120&people=8",
  );
});
