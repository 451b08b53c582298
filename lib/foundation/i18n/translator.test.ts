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
  [
    {
      code: "badges.class_changed_by",
      name: "Mira",
      changedAt: "2026-03-02T23:30+01:00[Europe/Brussels]",
    },
    "Mira heeft deze badge gewijzigd op maandag 2 maart, 23:30. Wat je typte, staat nog hier. Open de pagina in een tweede venster en breng beide daar samen.",
  ],
  [
    { code: "badges.level_not_there", list: "sustainable-it", most: 3 },
    "“sustainable-it” heeft niveaus 1 tot 3: kies er een van.",
  ],
  [
    { code: "badges.level_not_there", list: "esco-1.2", most: 0 },
    "“esco-1.2” heeft geen niveaus: laat het niveau weg.",
  ],
  [{ code: "booking.no_such_code" }, "Dat lukte niet. Probeer opnieuw."],
  [{ code: "nowhere.at_all" }, "Dat lukte niet. Probeer opnieuw."],
])("a refusal %j is told in the reader's language", (reason, sentence) => {
  expect(messageFor("nl", reason)).toBe(sentence);
});
