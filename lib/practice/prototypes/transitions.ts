/*
 * The life of a prototype: what may happen in which state, who may do it, and what follows. `applyEvent` (apply-event.ts) does what
 * this table says and is the only function that writes the state of a prototype that is there.
 */

const PROTOTYPE_STATES = ["draft", "running", "concluded", "withdrawn"] as const;

export type PrototypeState = (typeof PROTOTYPE_STATES)[number];

type Transition = {
  /** The action of the policy that it asks for, in the space of the prototype. */
  by: "prototype.write" | "prototype.decide";
  from: readonly PrototypeState[];
  to: PrototypeState;
  /** The action in the audit log. */
  audit: string;
};

export const TRANSITIONS = {
  /** The room is set up: from now on everybody reads it. */
  start: { by: "prototype.write", from: ["draft"], to: "running", audit: "prototype.started" },
  /** With a verdict: keep, change or drop. */
  conclude: {
    by: "prototype.decide",
    from: ["running"],
    to: "concluded",
    audit: "prototype.concluded",
  },
  withdraw: {
    by: "prototype.decide",
    from: ["running", "concluded"],
    to: "withdrawn",
    audit: "prototype.withdrawn",
  },
} as const satisfies Record<string, Transition>;

export type PrototypeEvent = keyof typeof TRANSITIONS;

/** What a prototype becomes; null where the event cannot happen in its state. */
export function nextState(from: PrototypeState, event: PrototypeEvent): PrototypeState | null {
  const { from: allowed, to }: Transition = TRANSITIONS[event];
  return allowed.includes(from) ? to : null;
}

/** The states in which its words and its rooms may be changed, and in which everybody reads it. */
export const WRITABLE: readonly PrototypeState[] = ["draft", "running"];
export const PUBLIC: readonly PrototypeState[] = ["running", "concluded"];
