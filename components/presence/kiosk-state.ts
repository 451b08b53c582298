import type { Locale } from "#lib/foundation/i18n/locales.ts";
import type { DoorResponse } from "#lib/learning/visits/operations.ts";
import type { Reach } from "./kiosk-queue.ts";

export type Tone = "good" | "unsure" | "bad";
export type Mode = "arrive" | "leave";

/** What the screen says to somebody. @property leaving that they said that they go */
export type Answer = { tone: Tone; text: string; leaving: boolean };

/** What belongs to whoever stands before the tablet, and goes with them. */
type OfPerson = {
  locale: Locale;
  mode: Mode;
  /** The session they come for; empty for none. */
  sessionId: string;
  answer: Answer | null;
  /** From a card or a press until the answer. */
  isChecking: boolean;
  /** That nobody seems to be there any more. */
  isWarned: boolean;
};

export type KioskState = OfPerson & {
  /** How many people there were: a camera that somebody left on ends with their turn. */
  turn: number;
  /** How often the screen was touched: each touch begins the wait anew. */
  touches: number;
  door: DoorResponse;
  /** How far our clock is ahead of the tablet's, in milliseconds; unknown until the page runs. */
  ahead: number | null;
  /** How many events are kept on the tablet, and how the last sending ended. */
  waiting: number;
  /** "unasked" until the network has said something, or has not. */
  reach: Reach | "unasked";
  /** When those came whose cards were kept and could not be counted, in milliseconds. */
  uncounted: number[];
};

export type KioskEvent =
  | { is: "language-chosen"; locale: Locale }
  | { is: "mode-chosen"; mode: Mode }
  | { is: "session-chosen"; sessionId: string }
  | { is: "touched" }
  | { is: "checking" }
  | { is: "answered"; answer: Answer }
  | { is: "warned" }
  | { is: "cleared"; language: Locale }
  | { is: "door-known"; door: DoorResponse; ahead: number }
  | { is: "door-remembered"; door: DoorResponse; ahead: number }
  | { is: "uncounted"; uncounted: number[] }
  | { is: "unheard"; reach: "away" | "ended" }
  | { is: "sent"; reach: Reach; waiting: number }
  | { is: "counted"; waiting: number };

const nobody = (language: Locale): OfPerson => ({
  locale: language,
  mode: "arrive",
  sessionId: "",
  answer: null,
  isChecking: false,
  isWarned: false,
});

/** Before anybody came. @param language of the space */
export function firstState(language: Locale, door: DoorResponse): KioskState {
  return {
    ...nobody(language),
    turn: 0,
    touches: 0,
    door,
    ahead: null,
    waiting: 0,
    reach: "unasked",
    uncounted: [],
  };
}

export function nextState(state: KioskState, event: KioskEvent): KioskState {
  const { is, ...said } = event;
  switch (event.is) {
    case "language-chosen":
    case "mode-chosen":
    case "session-chosen":
    case "door-remembered":
    case "uncounted":
    case "unheard":
    case "sent":
    case "counted":
      return { ...state, ...said };
    case "door-known":
      return { ...state, ...said, reach: state.reach === "later" ? "later" : "sent" };
    case "touched":
      return { ...state, touches: state.touches + 1, isWarned: false };
    case "checking":
      return { ...state, isChecking: true };
    case "warned":
      return { ...state, isWarned: true };
    case "answered":
      return { ...state, isChecking: false, answer: event.answer };
    case "cleared":
      return { ...state, ...nobody(event.language), turn: state.turn + 1 };
  }
}

/** Whether whoever goes is asked how it was. */
export function asksHowItWas({ answer }: KioskState): boolean {
  return answer?.leaving === true && answer.tone !== "bad";
}

/** What the clock of the network says now, in milliseconds; the tablet's own may be wrong. */
export function networkTime({ ahead, door }: KioskState): number {
  return ahead === null ? Date.parse(door.now) : Date.now() + ahead;
}
