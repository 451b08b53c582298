import { expect, test } from "vitest";
import { takeRequest } from "./request-words.ts";

test.each([
  ["8 people, a projector, tomorrow 14:00", "tomorrow 14:00", "8", ["projector"]],
  ["8 mensen, een projector, morgen 14 uur", "morgen 14 uur", "8", ["projector"]],
  ["pour 8 personnes avec un projecteur demain 14h", "demain 14h", "8", ["projector"]],
  [
    "morgen namiddag voor 3 personen met een laptop en een beamer",
    "morgen namiddag",
    "3",
    ["projector", "laptop"],
  ],
  ["dinsdag 10-12", "dinsdag 10-12", null, []],
  ["2 heures cette semaine", "2 heures cette semaine", null, []],
  ["12 people", "", "12", []],
  ["tomorrow yacht", "tomorrow yacht", null, []],
  ["vergaderen morgen met rolstoel", "vergaderen morgen", null, ["wheelchair"]],
])("“%s” leaves “%s”", (text, rest, people, needs) => {
  expect(takeRequest(text)).toEqual({ rest, people, needs });
});
