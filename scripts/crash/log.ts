/**
 * What became of an operation: done, refused with a reason, or nobody knows, for no answer came.
 */
export type Outcome = "ok" | "refused" | "unknown";

/**
 * A booking or series that was asked for with a key, which is its purpose as well: so its effect
 * can be found again.
 */
export type Asked = {
  key: string;
  path: "/api/v1/bookings" | "/api/v1/series";
  json: { purpose: string } & Record<string, unknown>;
  token: string;
  outcome: Outcome;
  /** What the first answer said. */
  id: string | null;
};

/**
 * A booking or a series as the log knows it: every state it may be in, of which it must be in one.
 */
export type Known = {
  id: string;
  kind: "booking" | "series";
  token: string;
  version: number;
  /**
   * "confirmed", "requested" or, of a series, "booked", each followed by when; "cancelled" or
   * "refused".
   */
  states: Set<string>;
  isBusy: boolean;
};

/** Invoke, ok, refused or unknown: what the clients saw, and so what must be there. */
export class Log {
  readonly asked: Asked[] = [];
  readonly known = new Map<string, Known>();
  readonly counts: Record<Outcome, number> = { ok: 0, refused: 0, unknown: 0 };
  /** Server errors while nobody had been killed. */
  readonly faults: string[] = [];

  note(outcome: Outcome): void {
    this.counts[outcome] += 1;
  }

  made(thing: Pick<Known, "id" | "kind" | "token">, state: string): void {
    this.known.set(thing.id, { ...thing, version: 1, states: new Set([state]), isBusy: false });
  }

  /**
   * A change of something begins. Done, only the new state will do; refused, only the old; without
   * an answer, both.
   */
  changing({ id }: Pick<Known, "id">, state: string): (outcome: Outcome) => void {
    const thing = this.known.get(id);
    if (!thing) return () => {};
    thing.isBusy = true;
    return (outcome) => {
      if (outcome === "ok") {
        thing.states = new Set([state]);
        thing.version += 1;
      }
      if (outcome === "unknown") thing.states.add(state);
      thing.isBusy = outcome === "unknown";
    };
  }

  /** One that is in such a state for certain, and that nobody is about to change. */
  some(kind: Known["kind"], state: string): Known | undefined {
    const fit = [...this.known.values()].filter(
      (thing) =>
        thing.kind === kind &&
        !thing.isBusy &&
        [...thing.states].every((one) => one.startsWith(state)),
    );
    return fit[Math.floor(Math.random() * fit.length)];
  }
}
