import { expect, test } from "vitest";
import {
  AWARD_STATES,
  type AwardEvent,
  type AwardState,
  eventsFor,
  nextState,
  TRANSITIONS,
} from "./transitions.ts";

/** What each event makes of each state; what is not named is refused. */
const ALLOWED: Record<AwardEvent, Partial<Record<AwardState | "none", AwardState>>> = {
  apply: { none: "submitted" },
  apply_for_review: { none: "in_review" },
  award: { none: "accepted" },
  ask_changes: { submitted: "changes_asked", in_review: "changes_asked" },
  submit_again: { changes_asked: "submitted" },
  submit_for_review: { changes_asked: "in_review" },
  approve: { submitted: "accepted", in_review: "accepted" },
  refuse: { submitted: "refused", in_review: "refused", changes_asked: "refused" },
  appeal: { refused: "submitted" },
  withdraw: { submitted: "declined", in_review: "declined", changes_asked: "declined" },
  decline: { accepted: "declined" },
  accept: { accepted: "issued" },
  accept_on_paper: { accepted: "issued" },
};

test.each(Object.keys(TRANSITIONS) as AwardEvent[])(
  "%s happens where the table says so, and nowhere else",
  (event) => {
    for (const from of [null, ...AWARD_STATES])
      expect([from, nextState(from, event)]).toEqual([
        from,
        ALLOWED[event][from ?? "none"] ?? null,
      ]);
  },
);

test("nothing is signed without the learner's yes", () => {
  const toIssued = (Object.keys(TRANSITIONS) as AwardEvent[]).filter(
    (event) => TRANSITIONS[event].to === "issued",
  );
  expect(toIssued).toEqual(["accept", "accept_on_paper"]);
  for (const event of toIssued) expect(TRANSITIONS[event].from).toEqual(["accepted"]);
});

test.each([
  ["submitted", ["withdraw"], ["ask_changes", "approve", "refuse"]],
  ["in_review", ["withdraw"], ["ask_changes", "approve", "refuse"]],
  ["changes_asked", ["submit_again", "submit_for_review", "withdraw"], ["refuse"]],
  ["accepted", ["decline", "accept"], ["accept_on_paper"]],
  ["issued", [], []],
  ["refused", ["appeal"], []],
  ["declined", [], []],
] as const)("what is %s is for each to go on with", (state, learner, staff) => {
  expect(eventsFor("learner", state)).toEqual(learner);
  expect(eventsFor("staff", state)).toEqual(staff);
});
