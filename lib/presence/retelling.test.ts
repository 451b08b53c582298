import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type DoorEvent, dayOfPerson, dayOfUnnamed } from "./retelling.ts";

const NOON = Temporal.Instant.from("2026-03-02T12:00:00Z");

/** "A9+" arrives at A at nine minutes past, "A9-" leaves, "A9*" is an arrival that is a visit already. */
const event = (text: string): DoorEvent => ({
  id: text,
  kind: text.endsWith("-") ? "leave" : "arrive",
  at: NOON.add({ minutes: Number(text.slice(1, -1)) }),
  spaceId: text.slice(0, 1),
  isVisit: text.endsWith("*"),
});

const told = ({ visits, aside }: ReturnType<typeof dayOfPerson>) => [
  visits.map(({ arrival, endedBy }) => `${arrival.id} ${endedBy?.id ?? "stays"}`).join(", "),
  // A set: whoever is set aside has no place in a row.
  aside
    .map(({ id }) => id)
    .sort()
    .join(" "),
];

test.each([
  ["a departure that came in before its arrival", "A9- A2+", "A2+ A9-", ""],
  ["a second arrival", "A2+ A9+", "A2+ stays", "A9+"],
  ["a second arrival, and the departure between came in last", "A2+ A9+ A5-", "A2+ A5-, A9+ stays", ""],
  ["at another place, and a late departure from the first", "A2* B9* A5-", "A2* A5-, B9* stays", ""],
  ["a departure from where nobody is any more", "A2* B5* A9-", "A2* B5*, B5* stays", "A9-"],
  ["a visit stays a visit", "A2+ A9*", "A2+ A9*, A9* stays", ""],
])("a person: %s", (_, events, visits, aside) => {
  expect(told(dayOfPerson(events.split(" ").map(event)))).toEqual([visits, aside]);
});

test("two scans of one arrival are one, also when the earlier one is heard of later", () => {
  const first = { ...event("A2+"), at: NOON.add({ seconds: 119 }) };
  expect(told(dayOfPerson([event("A2*"), first]))).toEqual(["A2* stays", "A2+"]);
});

test.each([
  ["whoever came first leaves first", "A1+ A2+ A5-", "A1+ A5-, A2+ stays", ""],
  ["nobody leaves before somebody came", "A1- A2+", "A2+ stays", "A1-"],
  ["departures in any order end as many visits as they can", "A1* A3* A4- A2-", "A1* A2-, A3* A4-", ""],
])("without a name: %s", (_, events, visits, aside) => {
  expect(told(dayOfUnnamed(events.split(" ").map(event)))).toEqual([visits, aside]);
});

describe("whatever comes in, in whichever order", () => {
  const minute = fc.integer({ min: 1, max: 40 });
  const some = fc.uniqueArray(
    fc
      .tuple(fc.constantFrom("A", "B"), minute, fc.constantFrom("+", "-", "*"))
      .map(([place, at, sign]) => `${place}${at}${sign}`),
    { maxLength: 20 },
  );

  test.each([
    ["a person", dayOfPerson],
    ["those without a name", dayOfUnnamed],
  ])("of %s no event is lost, none counts twice, and present are arrivals less departures", (_, dayOf) => {
    fc.assert(
      fc.property(some, fc.func(fc.nat()), (texts, luck) => {
        const events = texts.map(event);
        const shuffled = [...events].sort((one, other) => luck(one.id) - luck(other.id));
        const day = dayOf(shuffled);
        expect(told(day)).toEqual(told(dayOf(events)));
        const departures = day.visits.flatMap(({ endedBy }) =>
          endedBy?.kind === "leave" ? [endedBy.id] : [],
        );
        const used = [
          ...day.visits.map(({ arrival }) => arrival.id),
          ...departures,
          ...day.aside.map(({ id }) => id),
        ];
        expect(used.sort()).toEqual(texts.toSorted());
        for (const { arrival, endedBy } of day.visits)
          if (endedBy) expect(Temporal.Instant.compare(endedBy.at, arrival.at)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
