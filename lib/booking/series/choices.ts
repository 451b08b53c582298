import type { Interval } from "#db/types.ts";
import type { Refusal } from "#lib/booking/allocation/rules.ts";
import type { Choice, Decision } from "./schema.ts";

export type OtherRoom = { roomId: string; roomName: string; capacity: number };

/**
 * One date of a series as it stands in the calendar: free, free in another room of the space, or
 * neither.
 */
export type DateState = {
  /** Its start by the rule, in wall time. */
  start: Temporal.PlainDateTime;
  during: Interval;
  roomId: string;
  people: number;
  state: "free" | "elsewhere" | "clash";
  /** Why it is not free. */
  reason: Refusal | null;
  /** What the room is taken by, for its staff. */
  takenBy: string | null;
  /** Rooms that would do, the smallest sufficient first. */
  rooms: OtherRoom[];
};

export type Resolved = {
  /** In order of start, each in the room it goes to. */
  taken: DateState[];
  skipped: DateState[];
  /** Not free, and nobody said what to do. */
  open: DateState[];
};

/**
 * What becomes of each date. A date that is not free is never skipped or moved unless somebody said
 * so.
 */
export function resolve(states: DateState[], { decisions, onConflict }: Choice): Resolved {
  const said = new Map(decisions.map((decision) => [decision.start.toString(), decision]));
  const resolved: Resolved = { taken: [], skipped: [], open: [] };
  for (const state of states) {
    const fate = fateOf(state, said.get(state.start.toString()), onConflict);
    if (fate === "open" || fate === "skipped") resolved[fate].push(state);
    else resolved.taken.push({ ...state, roomId: fate.roomId });
  }
  return resolved;
}

function fateOf(
  state: DateState,
  decision: Decision | undefined,
  onConflict: Choice["onConflict"],
): { roomId: string } | "open" | "skipped" {
  if (decision?.action === "skip") return "skipped";
  if (decision?.action === "move") return decision;
  if (state.state === "free") return state;
  if (decision?.action === "book" || onConflict === "refuse") return "open";
  const [nextBest] = onConflict === "nextBest" ? state.rooms : [];
  return nextBest ?? "skipped";
}
