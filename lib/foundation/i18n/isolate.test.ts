import { expect, test } from "vitest";
import { isolated } from "./isolate.ts";
import { messageFor, translator } from "./translator.ts";

test.each([
  ["an Arabic name", "سميرة", "\u2068سميرة\u2069"],
  ["a Hebrew name with a number behind it", "שרה 12", "\u2068שרה 12\u2069"],
  ["a Latin name", "Zoë d’Hondt (12)", "Zoë d’Hondt (12)"],
  ["a name of both", "Samira سميرة", "\u2068Samira سميرة\u2069"],
  ["N’Ko, Syriac and Adlam", "ߒߞߏ ܣܘܪܝܝܐ 𞤀𞤣𞤤", "\u2068ߒߞߏ ܣܘܪܝܝܐ 𞤀𞤣𞤤\u2069"],
  ["an override from before they were refused", "Jan \u202Egro", "\u2068Jan \u202Egro\u2069"],
  ["an end that would end ours", "a\u2069 سميرة", "\u2068a سميرة\u2069"],
  ["a beginning without an end", "\u2067سميرة", "\u2068\u2067سميرة\u2069\u2069"],
  ["each line for itself", "een\nسميرة\r\nשרה", "een\n\u2068سميرة\u2069\r\n\u2068שרה\u2069"],
  ["nothing", "", ""],
])("%s is isolated where it could move the words beside it", (_, text, expected) => {
  expect(isolated(text)).toBe(expected);
});

test.each(["nl", "fr", "en"] as const)("every value of a sentence in %s is isolated", (locale) => {
  const t = translator(locale, "sessions");
  const sentence = t("goThere", { place: "مكتبة 12" });
  expect(sentence).toContain("\u2068مكتبة 12\u2069");
  expect(t("goThere", { place: "Bib 12" })).not.toMatch(/[\u2066-\u2069]/);
});

test("a refusal that names something typed isolates it too", () => {
  const said = messageFor("en", { code: "blockings.kept_already", room: "قاعة 2", group: "Brug" });
  expect(said).toContain("“\u2068قاعة 2\u2069” is kept for “Brug”");
});
