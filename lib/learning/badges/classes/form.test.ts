import { expect, test } from "vitest";
import { classForm } from "./form.ts";

const whole = {
  slug: "mend-a-bike",
  icon: "tool",
  colour: "teal",
  months: "",
  name_nl: "Fiets",
  description_nl: "Kan een band plakken.",
  criteria_nl: "Plak een band.",
  competences: "sustainable-it:C1",
  "level_sustainable-it": "3",
  hours: "1,5",
  topic: "sustainable_it",
  mentor: "yes",
};

test("a form is what is written of a badge: half an hour counts, an empty language is not there", () => {
  expect(classForm.parse(whole)).toEqual({
    slug: "mend-a-bike",
    icon: "tool",
    colour: "teal",
    validMonths: null,
    editions: {
      nl: { name: "Fiets", description: "Kan een band plakken.", criteria: "Plak een band." },
    },
    competences: [{ framework: "sustainable-it", code: "C1", level: 3 }],
    rules: [{ kind: "attendance", minutes: 90, topic: "sustainable_it" }, { kind: "mentor" }],
  });
});

test("what is newly ticked has the level of its own list; what was ticked before keeps its level, also none", () => {
  const { competences } = classForm.parse({
    ...whole,
    competences: [
      "it-project-management:A1",
      "digcomp-2.2:1.1",
      "digcomp-2.2:1.2",
      "sustainable-it:C1",
      "e-cf-4.0:E.2",
    ],
    "level_digcomp-2.2": "7",
    levels: "it-project-management:A1 2\ndigcomp-2.2:1.1 -",
  });
  expect(competences).toEqual([
    { framework: "it-project-management", code: "A1", level: 2 },
    { framework: "digcomp-2.2", code: "1.1", level: null },
    { framework: "digcomp-2.2", code: "1.2", level: 7 },
    { framework: "sustainable-it", code: "C1", level: 3 },
    { framework: "e-cf-4.0", code: "E.2", level: null },
  ]);
});

test.each<[string, Record<string, unknown>, string, string]>([
  [
    "without a language",
    { name_nl: "", description_nl: "", criteria_nl: "" },
    "name_nl",
    "badges.needs_edition",
  ],
  ["begun in a second language", { name_fr: "Vélo" }, "description_fr", "badges.needs_words"],
  ["without a rule", { hours: "", mentor: undefined }, "hours", "badges.needs_rule"],
  ["with more yeses than people", { needed: "4", asked: "2" }, "hours", "badges.peers_count"],
  ["with no point of a map", { competences: undefined }, "competences", "badges.needs_competence"],
  ["with five minutes", { hours: "0.08" }, "hours", "badges.hours"],
  ["with hours in words", { hours: "two" }, "hours", "badges.hours"],
  ["valid for ever and a day", { months: "241" }, "months", "badges.months"],
  ["with a level that is none", { "level_sustainable-it": "9" }, "competences", "badges.level"],
  ["with a level in words", { "level_sustainable-it": "two" }, "competences", "badges.level"],
  ["named as the page where one begins", { slug: "new" }, "slug", "badges.slug"],
  ["with a name that is no part of an address", { slug: "Mend a bike" }, "slug", "badges.slug"],
])("a badge %s says which field is at fault", (_, change, field, message) => {
  const { error } = classForm.safeParse({ ...whole, ...change });
  expect(error?.issues.map((issue) => [issue.path.join("."), issue.message])).toContainEqual([
    field,
    message,
  ]);
});
