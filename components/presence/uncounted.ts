import { toneOf } from "#lib/learning/visits/rules.ts";
import type { VisitResult } from "./kiosk-queue.ts";

/** In the browser's own storage: moments alone, no card and no name. */
const NAME = "trivium-kiosk-uncounted";
/** More fill the screen of a door. */
const MOST = 12;

/** Whether an answer says that nobody was counted. @param result null for a card that was refused */
export function isUncounted(result: VisitResult | null): boolean {
  return result === null || toneOf(result.outcome) === "bad";
}

/** When those came whose kept cards could not be counted, in milliseconds, since the team knew. */
export function allUncounted(): number[] {
  try {
    return JSON.parse(localStorage.getItem(NAME) ?? "[]");
  } catch {
    return [];
  }
}

/** @param at when they came, in milliseconds @returns all, the newest at the end */
export function keepUncounted(at: number): number[] {
  const all = [...allUncounted(), at].slice(-MOST);
  try {
    localStorage.setItem(NAME, JSON.stringify(all));
  } catch {
    // A full disk: it is shown until the page opens anew.
  }
  return all;
}

/** The team knows. */
export function noneUncounted(): number[] {
  localStorage.removeItem(NAME);
  return [];
}
