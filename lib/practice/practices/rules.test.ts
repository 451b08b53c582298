import { describe, expect, test } from "vitest";
import {
  grownEvidence,
  reportRefusal,
  reviewRefusal,
  slugOf,
  stepsOf,
  submitRefusal,
} from "./rules.ts";
import { practiceDraft } from "./schema.ts";
import { eventsFor, nextState, PRACTICE_STATES } from "./transitions.ts";

const whole = {
  ...practiceDraft.parse({ languages: "nl" }),
  title: "T",
  summary: "S",
  context: "C",
  targetGroup: "G",
  done: "D",
  steps: "One",
  effects: "E",
  failed: "F",
};
const figures = {
  measured: "Came back",
  measuredPeople: 200,
  measuredWith: 64,
  measuredWithout: 49,
};
const none = { measured: "", measuredPeople: null, measuredWith: null, measuredWithout: null };

test.each([
  ["that is whole", {}, null],
  ["without what failed", { failed: "" }, "practices.needs_failed"],
  ["without a language", { languages: [] }, "practices.needs_language"],
  ["with own figures", { evidence: "own_figures" as const, ...figures }, null],
  [
    "that says own figures and has none",
    { evidence: "own_figures" as const },
    "practices.needs_figures",
  ],
  ["with half of its figures", { ...figures, measuredWith: null }, "practices.figures_whole"],
  ["with figures of nine people", { ...figures, measuredPeople: 9 }, "practices.figures_few"],
  [
    "with a figure that stands for two people",
    { ...figures, measuredWith: 99 },
    "practices.figures_point",
  ],
  [
    "with a figure that leaves out nine people",
    { ...figures, measuredPeople: 90, measuredWith: 90 },
    "practices.figures_point",
  ],
  [
    "with a figure that leaves out ten",
    { ...figures, measuredPeople: 100, measuredWith: 90 },
    null,
  ],
  [
    "with a figure that may stand for five people, as it is rounded",
    { ...figures, measuredPeople: 1_000, measuredWith: 1 },
    "practices.figures_point",
  ],
  ["with a figure that stands for everybody", { ...figures, measuredWith: 100 }, null],
  [
    "of a study that it does not name",
    { evidence: "network_study" as const },
    "practices.needs_study",
  ],
  ["published nowhere", { evidence: "published" as const }, "practices.needs_source"],
])("a draft %s", (_, change, code) => {
  expect(submitRefusal({ ...whole, ...change })?.code ?? null).toBe(code);
});

const practice = { authorIds: ["author", "earlier"], spaceId: "here", region: "vlaanderen" };
const works = (...places: [string, string][]) =>
  places.map(([spaceId, region]) => ({ spaceId, region }));

test.each([
  ["a peer of another region", "peer", works(["there", "wallonie"]), null],
  [
    "its author, who works in another region too",
    "author",
    works(["there", "wallonie"]),
    "practices.review_own",
  ],
  [
    "the author of an earlier version",
    "earlier",
    works(["there", "wallonie"]),
    "practices.review_own",
  ],
  ["a colleague", "peer", works(["here", "vlaanderen"]), "practices.review_own_space"],
  [
    "a colleague who also works elsewhere",
    "peer",
    works(["here", "vlaanderen"], ["there", "wallonie"]),
    "practices.review_own_space",
  ],
  [
    "a neighbour of the same region",
    "peer",
    works(["near", "vlaanderen"]),
    "practices.review_same_region",
  ],
  [
    "who works in both regions, but not there",
    "peer",
    works(["near", "vlaanderen"], ["there", "wallonie"]),
    null,
  ],
  ["who works nowhere", "peer", [], "practices.review_same_region"],
])("reviewing by %s", (_, personId, workplaces, code) => {
  expect(reviewRefusal({ personId, workplaces }, practice)?.code ?? null).toBe(code);
});

test.each([
  ["of another space, this month", { spaceId: "there", month: "2026-03" }, null],
  ["with figures", { spaceId: "there", month: "2026-03", ...figures }, null],
  [
    "with a figure that stands for two people",
    { spaceId: "there", month: "2026-03", ...figures, measuredWith: 99 },
    "practices.figures_point",
  ],
  ["of the space itself", { spaceId: "here", month: "2026-03" }, "practices.report_own"],
  ["of a month to come", { spaceId: "there", month: "2026-04" }, "practices.month"],
])("a report %s", (_, { month, ...report }, code) => {
  const today = Temporal.PlainDate.from("2026-03-31");
  const refusal = reportRefusal(
    { ...none, ...report, month: Temporal.PlainYearMonth.from(month) },
    { spaceId: "here" },
    today,
  );
  expect(refusal?.code ?? null).toBe(code);
});

test.each([
  ["a story that nobody tried", "story", [], "story"],
  ["a story that others tried without counting", "story", [none], "story"],
  ["a story that others tried and counted", "story", [none, figures], "own_figures"],
  ["a study of the network", "network_study", [figures], "network_study"],
] as const)("%s is known by %s", (_, evidence, reports, grown) => {
  expect(grownEvidence(evidence, [...reports])).toBe(grown);
});

describe("the life of a version", () => {
  test.each([
    ["draft", "author", ["submit"]],
    ["submitted", "author", ["take_back"]],
    ["submitted", "peer", ["ask_changes", "publish"]],
    ["changes_asked", "author", ["submit"]],
    ["published", "manager", ["withdraw"]],
    ["published", "author", []],
    ["replaced", "manager", []],
    ["withdrawn", "manager", []],
  ] as const)("in %s, the %s may %j", (state, side, events) => {
    expect(eventsFor(side, state)).toEqual(events);
  });

  test("nothing is published without review", () => {
    const before = PRACTICE_STATES.filter((state) => nextState(state, "publish") !== null);
    expect(before).toEqual(["submitted"]);
  });
});

test.each([
  ["La table à café", "la-table-a-cafe"],
  ["  Œuvre – n°1 ", "oeuvre-n-1"],
  ["???", "practice"],
])("%s stands in addresses as %s", (title, slug) => {
  expect(slugOf(title)).toBe(slug);
});

test("a step has a name where a colon follows one", () => {
  expect(stepsOf("Before: set one table\n\nTalk at 10:30 with all")).toEqual([
    { name: "Before", text: "set one table" },
    { name: "", text: "Talk at 10:30 with all" },
  ]);
});
