import { expect, test } from "vitest";
import { messageFor, translator } from "./translator.ts";

test("a word of the data that has no sentence yet stands for itself", () => {
  const t = translator("fr", "spaces");
  expect(t.or("features.projector", "projector")).toBe("Projecteur");
  expect(t.or("features.3d-printer", "3d-printer")).toBe("3d-printer");
});

test("a key of ours that is missing is a bug, and says so", () => {
  expect(() => translator("fr", "spaces")("no.such.key")).toThrow();
});

test.each([
  [
    { code: "booking.over_capacity", capacity: 12 },
    "In deze ruimte kunnen 12 mensen. Kies een grotere.",
  ],
  [
    { code: "booking.over_capacity", capacity: 1 },
    "In deze ruimte kan 1 persoon. Kies een grotere.",
  ],
  [{ code: "booking.quota_bookings_week", most: 1 }, "Je kunt hier 1 reservatie per week hebben."],
  [{ code: "booking.quota_bookings_week", most: 2 }, "Je kunt hier 2 reservaties per week hebben."],
  [{ code: "booking.no_such_code" }, "Dat lukte niet. Probeer opnieuw."],
  [{ code: "nowhere.at_all" }, "Dat lukte niet. Probeer opnieuw."],
])("a refusal %j is told in the reader's language", (reason, sentence) => {
  expect(messageFor("nl", reason)).toBe(sentence);
});
