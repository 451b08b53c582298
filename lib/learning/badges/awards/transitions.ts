/**
 * The life of an award. This table is the only place that says what may follow what; `commands.ts`
 * asks it before it writes a state.
 */

export const AWARD_STATES = [
  "draft",
  "submitted",
  "in_review",
  "changes_asked",
  "accepted",
  "refused",
  "issued",
  "declined",
] as const;

/** `accepted` by the staff: the learner has not said yes yet, and nothing is signed before that. */
export type AwardState = (typeof AWARD_STATES)[number];

/** Who does it: the learner, or staff of the space that awards. */
export type Side = "learner" | "staff";

type Transition = { by: Side; from: readonly (AwardState | null)[]; to: AwardState };

export const TRANSITIONS = {
  /** The learner applies; where peers are to look, it is in review at once. */
  apply: { by: "learner", from: [null], to: "submitted" },
  apply_for_review: { by: "learner", from: [null], to: "in_review" },
  /** Staff award without a request: after a session, or at the desk. */
  award: { by: "staff", from: [null], to: "accepted" },
  ask_changes: { by: "staff", from: ["submitted", "in_review"], to: "changes_asked" },
  submit_again: { by: "learner", from: ["changes_asked"], to: "submitted" },
  submit_for_review: { by: "learner", from: ["changes_asked"], to: "in_review" },
  approve: { by: "staff", from: ["submitted", "in_review"], to: "accepted" },
  refuse: { by: "staff", from: ["submitted", "in_review", "changes_asked"], to: "refused" },
  /** The learner thinks that a refusal was wrong: somebody else of the staff decides. */
  appeal: { by: "learner", from: ["refused"], to: "submitted" },
  withdraw: { by: "learner", from: ["submitted", "in_review", "changes_asked"], to: "declined" },
  decline: { by: "learner", from: ["accepted"], to: "declined" },
  accept: { by: "learner", from: ["accepted"], to: "issued" },
  /** The learner said yes on paper, at the desk. */
  accept_on_paper: { by: "staff", from: ["accepted"], to: "issued" },
} as const satisfies Record<string, Transition>;

export type AwardEvent = keyof typeof TRANSITIONS;

/** What an award becomes; null where the event cannot happen in its state. */
export function nextState(from: AwardState | null, event: AwardEvent): AwardState | null {
  const { from: allowed, to }: Transition = TRANSITIONS[event];
  return allowed.includes(from) ? to : null;
}

/** What somebody can do with an award now. */
export function eventsFor(side: Side, state: AwardState): AwardEvent[] {
  return (Object.keys(TRANSITIONS) as AwardEvent[]).filter(
    (event) => TRANSITIONS[event].by === side && nextState(state, event) !== null,
  );
}
