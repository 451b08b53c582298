/*
 * The life of a version of a practice: what may happen in which state, by whom, and what follows. `applyEvent` (apply-event.ts) does
 * what this table says and is the only function that writes the state of a version that is there; `writeVersion` (drafts.ts) writes
 * the first one. Who may do it in which space is asked in the commands.
 */

export const PRACTICE_STATES = [
  "draft",
  "submitted",
  "changes_asked",
  "published",
  "replaced",
  "withdrawn",
] as const;

export type PracticeState = (typeof PRACTICE_STATES)[number];

/**
 * `author` of the version, `peer` who works in another region, `manager` of the space that it comes
 * from, or nobody but the house.
 */
export type Side = "author" | "peer" | "manager" | "house";

type Transition = {
  by: Side;
  from: readonly PracticeState[];
  to: PracticeState;
  /** The action in the audit log. */
  audit: string;
};

export const TRANSITIONS = {
  /** The author has written it, and asks for a reader. */
  submit: {
    by: "author",
    from: ["draft", "changes_asked"],
    to: "submitted",
    audit: "practice.submitted",
  },
  /** The author goes on writing. */
  take_back: { by: "author", from: ["submitted"], to: "draft", audit: "practice.taken_back" },
  ask_changes: {
    by: "peer",
    from: ["submitted"],
    to: "changes_asked",
    audit: "practice.changes_asked",
  },
  publish: { by: "peer", from: ["submitted"], to: "published", audit: "practice.published" },
  /** A newer version was published. */
  replace: { by: "house", from: ["published"], to: "replaced", audit: "practice.replaced" },
  withdraw: { by: "manager", from: ["published"], to: "withdrawn", audit: "practice.withdrawn" },
} as const satisfies Record<string, Transition>;

export type PracticeEvent = keyof typeof TRANSITIONS;

/** What a version becomes; null where the event cannot happen in its state. */
export function nextState(from: PracticeState, event: PracticeEvent): PracticeState | null {
  const { from: allowed, to }: Transition = TRANSITIONS[event];
  return allowed.includes(from) ? to : null;
}

/** What one of the sides can do with a version now. */
export function eventsFor(side: Side, state: PracticeState): PracticeEvent[] {
  return (Object.keys(TRANSITIONS) as PracticeEvent[]).filter(
    (event) => TRANSITIONS[event].by === side && nextState(state, event) !== null,
  );
}

/** The states in which its author may change its words. */
export const WRITABLE: readonly PracticeState[] = ["draft", "changes_asked"];
