import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type DoorEvent, visitsOfPerson, visitsOfUnnamed } from "./retelling.ts";

const NOON = Temporal.Instant.from("2026-03-02T12:00:00Z");

/**
 * "A9+" arrives at A at nine minutes past, "A9-" leaves, "A9*" arrives for a session; A closes at
 * 30 minutes past.
 */
const event = (text: string): DoorEvent => ({
  id: text,
  kind: text.endsWith("-") ? "leave" : "arrive",
  at: NOON.add({ minutes: Number(text.slice(1, -1)) }),
  spaceId: text.slice(0, 1),
  sessionId: text.endsWith("*") ? text : null,
  closes: text.startsWith("A")
    ? NOON.add({ minutes: Number(text.slice(1, -1)) < 30 ? 30 : 600 })
    : null,
});

const told = ({ visits, aside }: ReturnType<typeof visitsOfPerson>) => [
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
  [
    "a second arrival, and the departure between came in last",
    "A2+ A9+ A5-",
    "A2+ A5-, A9+ stays",
    "",
  ],
  [
    "at another place, and a late departure from the first",
    "A2+ B9+ A5-",
    "A2+ A5-, B9+ stays",
    "",
  ],
  ["a departure from where nobody is any more", "A2+ B5+ A9-", "A2+ B5+, B5+ stays", "A9-"],
  ["an earlier arrival that is heard of later begins the visit", "A9+ A2+", "A2+ stays", "A9+"],
  ["staying for the next session", "A2* A9*", "A2* A9*, A9* stays", ""],
  ["a later scan that names the session", "A2+ A9*", "A2+ stays", "A9*"],
  ["again after the closing", "A2+ A35+", "A2+ A35+, A35+ stays", ""],
  ["a departure soon after the closing", "A2+ A35-", "A2+ A35-", ""],
  ["a departure long after the closing", "A2+ A395-", "A2+ stays", "A395-"],
])("a person: %s", (_, events, visits, aside) => {
  for (const order of [events.split(" "), events.split(" ").reverse()])
    expect(told(visitsOfPerson(order.map(event)))).toEqual([visits, aside]);
});

test.each([
  ["whoever came first leaves first", "A1+ A2+ A5-", "A1+ A5-, A2+ stays", ""],
  ["nobody leaves before somebody came", "A1- A2+", "A2+ stays", "A1-"],
  [
    "departures in any order end as many visits as they can",
    "A1* A3* A4- A2-",
    "A1* A2-, A3* A4-",
    "",
  ],
  [
    "who is still there leaves before whom the closing ended",
    "A2+ A31+ A33- A34-",
    "A2+ A34-, A31+ A33-",
    "",
  ],
])("without a name: %s", (_, events, visits, aside) => {
  expect(told(visitsOfUnnamed(events.split(" ").map(event)))).toEqual([visits, aside]);
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
    ["a person", visitsOfPerson],
    ["those without a name", visitsOfUnnamed],
  ])(
    "of %s no event is lost, none counts twice, and present are arrivals less departures",
    (_, dayOf) => {
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
            if (endedBy)
              expect(Temporal.Instant.compare(endedBy.at, arrival.at)).toBeGreaterThanOrEqual(0);
        }),
      );
    },
  );
});
