import { expect, test } from "vitest";
import type { Rule } from "../classes/rules.ts";
import { agreedLevel, type Facts, isMet, metCounts, reviewersFor } from "./rules.ts";

const facts = (change: Partial<Facts> = {}): Facts => ({
  attended: { minutes: 120, sessions: 2, byTopic: { safety: { minutes: 60, sessions: 1 } } },
  held: [],
  statement: "",
  answers: [],
  isReviewOver: false,
  ...change,
});
const peers: Rule = { kind: "peers", needed: 2, asked: 3, level: "independent" };

test.each<[string, Rule, Partial<Facts>, boolean]>([
  ["enough hours", { kind: "attendance", minutes: 120, topic: null }, {}, true],
  ["a minute too few", { kind: "attendance", minutes: 121, topic: null }, {}, false],
  ["hours of another topic", { kind: "attendance", minutes: 61, topic: "safety" }, {}, false],
  ["hours of the topic", { kind: "attendance", minutes: 60, topic: "safety" }, {}, true],
  ["another badge that is held", { kind: "badge", classId: "a", slug: "a" }, { held: ["a"] }, true],
  ["another badge that is not", { kind: "badge", classId: "a", slug: "a" }, { held: ["b"] }, false],
  ["words", { kind: "evidence" }, { statement: "Mended it" }, true],
  ["blanks in place of words", { kind: "evidence" }, { statement: "  " }, false],
  ["enough peers", peers, { answers: ["guides", "independent", "not_yet"] }, true],
  ["peers below the level", peers, { answers: ["guided", "independent", "not_yet"] }, false],
  ["too few peers, and time is over", peers, { answers: ["not_yet"], isReviewOver: true }, true],
  ["a mentor, who is the decision itself", { kind: "mentor" }, {}, true],
])("a rule with %s", (_, rule, change, expected) => {
  expect(isMet(rule, facts(change))).toBe(expected);
});

test("what is kept of it is counts", () => {
  const rules: Rule[] = [
    { kind: "attendance", minutes: 60, topic: "safety" },
    peers,
    { kind: "mentor" },
  ];
  expect(metCounts(rules, facts({ answers: ["guides", "independent"] }))).toEqual({
    minutes: 60,
    sessions: 1,
    peers: 2,
    mentor: 1,
  });
});

test.each([
  [["guides", "guides", "guided"], "guides"],
  [["guides", "independent"], "independent"],
  [["guides", "not_yet"], null],
] as const)("of %s the level agreed on is %s", (answers, level) => {
  expect(agreedLevel([peers], answers)).toBe(level);
});

const SPACES = { a: "vlaanderen", a2: "vlaanderen", b: "wallonie", c: "hauts-de-france" };
const holder = (personId: string, spaceId: keyof typeof SPACES, open = 0, day = 0) => ({
  personId,
  spaceId,
  region: SPACES[spaceId],
  open,
  lastAskedAt: day === 0 ? null : Temporal.Instant.fromEpochMilliseconds(day * 86_400_000),
});
const chosenOf = (holders: ReturnType<typeof holder>[], asked: number, pairs: string[] = []) =>
  reviewersFor({ learnerId: "me", spaceId: "a", region: SPACES.a, asked }, holders, pairs).map(
    ({ personId }) => personId,
  );

test("nobody looks at their own, nor in return; other regions come first, then other spaces", () => {
  const holders = [
    holder("me", "b"),
    holder("1 near", "a"),
    holder("2 of the region", "a2"),
    holder("far", "b", 1),
    holder("in-return", "b"),
    holder("far2", "c", 1),
  ];
  const chosen = (asked: number) => chosenOf(holders, asked, ["in-return"]);
  expect(chosen(2)).toEqual(["far", "far2"]);
  expect(chosen(9)).toEqual(["far", "far2", "2 of the region", "1 near"]);
  expect(chosen(0)).toEqual([]);
});

test("of equals who has least to look at is asked, then who was not asked for longest, and once", () => {
  const holders = [
    holder("1", "b", 1, 1),
    holder("2", "b", 0, 9),
    holder("3", "c", 0, 8),
    holder("4", "c"),
    holder("4", "a"),
  ];
  expect(chosenOf(holders, 9)).toEqual(["4", "3", "2", "1"]);
});
