"use client";

import {
  type Dispatch,
  type RefObject,
  useCallback,
  useEffect,
  useReducer,
  useRef,
  useState,
} from "react";
import { flushSync } from "react-dom";
import { say } from "#components/ui/voice.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { cardCodeFrom } from "#lib/foundation/identity/sign-in/rules.ts";
import type { DoorResponse } from "#lib/learning/visits/operations.ts";
import { chime } from "./chime.ts";
import { askDoor, forgetDoor, keepDoor, keepPage, keptDoor } from "./kiosk-page.ts";
import {
  allKept,
  forget,
  keep,
  type Reach,
  seal,
  sendKept,
  stopOf,
  type VisitResult,
} from "./kiosk-queue.ts";
import {
  asksHowItWas,
  firstState,
  type KioskEvent,
  type KioskState,
  nextState,
  type Tone,
} from "./kiosk-state.ts";
import { answerTo, type KioskWords } from "./kiosk-words.ts";
import { aheadBy, CLOCK_SET_MS, clockHeard, type TabletClock } from "./tablet-clock.ts";
import { allUncounted, isUncounted, keepUncounted, noneUncounted } from "./uncounted.ts";

/** After so long without a touch, nothing of the last person is left on the screen. */
const SHOWN_MS = 20_000;
const RETRY_MS = 5_000;
const ASK_MS = 20_000;
/** How often the clock on the page is read anew. */
const CLOCK_MS = 10_000;
/** How long somebody at the door waits for the network before the tablet answers by itself. */
const PATIENCE_MS = 3_000;
const CARD_SIGNS = 100;

type Setting = {
  space: { language: Locale };
  publicKey: string;
  state: DoorResponse;
  words: Record<Locale, KioskWords>;
};

/** The tablet at the door: its state, and what can be done with it. */
export function useKiosk({ space, publicKey, state: first, words }: Setting) {
  const [state, dispatch] = useReducer(nextState, first, (door) =>
    firstState(space.language, door),
  );
  /** Where a card is typed, by hand or by a scanner. */
  const field = useRef<HTMLInputElement>(null);
  const { ask, clock } = useDoor(first, dispatch);
  const { send, sendOne } = useQueue(ask, clock, dispatch);
  useNews(send, ask);
  useEffect(() => dispatch({ is: "uncounted", uncounted: allUncounted() }), []);

  const clear = useCallback(() => {
    dispatch({ is: "cleared", language: space.language });
    if (field.current) field.current.value = "";
    field.current?.focus();
  }, [space.language]);
  useSilence(state, dispatch, clear);
  useTouches(field, dispatch, clear);

  const { locale, mode, sessionId } = state;
  useEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);

  const t = words[locale];
  const show = (tone: Tone, sentences: string[]) => {
    const text = sentences.join(" ");
    dispatch({ is: "answered", answer: { tone, text, leaving: mode === "leave" } });
    chime(tone);
    say(text, locale);
  };

  /** @param card null for somebody who only counts */
  const record = async (card: string | null) => {
    dispatch({ is: "checking" });
    const who =
      card === null ? { kind: "unnamed" } : { kind: "sealed", card: await seal(publicKey, card) };
    // What a tablet cannot keep, as its disk is full, is not counted: whoever waits is told.
    const result = await sendOne({ kind: mode, who, sessionId: sessionId || null }).catch(
      () => null,
    );
    if (result === "ended") return show("bad", [t.ended]);
    if (typeof result === "string")
      return show("good", [(card === null ? t.kept : t.keptCard)[mode]]);
    const { tone, sentences } = answerTo(result, locale, t);
    show(tone, sentences);
  };

  /** @param text all that a square says, or what was typed; the code stands at its end */
  const read = (text: string) => {
    const card = text
      .trim()
      .slice(text.lastIndexOf("#") + 1)
      .slice(0, CARD_SIGNS);
    if (!card) return;
    if (field.current) field.current.value = "";
    if (!crypto.subtle) return show("bad", [t.insecure]);
    // A square of a poster: known for what it is without network too.
    if (cardCodeFrom(card) === null) return show("bad", [t.outcomes.card_unknown]);
    void record(card);
  };

  const forgetUncounted = () => {
    dispatch({ is: "uncounted", uncounted: noneUncounted() });
    field.current?.focus();
  };

  return { state, dispatch, t, field, clear, record, read, send, forgetUncounted };
}

export type KioskHands = ReturnType<typeof useKiosk>;

type Ask = () => Promise<Reach>;
type Send = () => Promise<Reach | null>;
type Visit = { kind: "arrive" | "leave"; who: object; sessionId: string | null };

/** What happens here today, by the clock of the network; a page that opens without it knows it too. */
function useDoor(first: DoorResponse, dispatch: Dispatch<KioskEvent>) {
  const clock = useRef<TabletClock | null>(null);

  useEffect(() => {
    const kept = keptDoor();
    if (!kept?.door) return;
    const door = Date.parse(kept.door.now) > Date.parse(first.now) ? kept.door : first;
    // A moment that is still to come: the tablet's clock was set since.
    if (Date.parse(door.now) - (Date.now() + kept.ahead) > CLOCK_SET_MS) return;
    clock.current = clockHeard(kept.ahead);
    dispatch({ is: "door-remembered", door, ahead: kept.ahead });
  }, [first, dispatch]);

  const ask = useCallback(async (): Promise<Reach> => {
    const reply = await askDoor();
    if (reply.is === "answered") {
      const known = { door: reply.body, ahead: Date.parse(reply.body.now) - Date.now() };
      clock.current = clockHeard(known.ahead);
      keepDoor(known);
      dispatch({ is: "door-known", ...known });
      return "sent";
    }
    const reach = stopOf(reply) ?? "away";
    if (reach === "ended") forgetDoor();
    dispatch({ is: "unheard", reach });
    return reach;
  }, [dispatch]);
  return { ask, clock };
}

/** Everything is kept on the tablet first and sent from there, so that it works without network. */
function useQueue(ask: Ask, clock: RefObject<TabletClock | null>, dispatch: Dispatch<KioskEvent>) {
  const listeners = useRef(new Map<string, (result: VisitResult | null) => void>());
  const sending = useRef<Promise<Reach | null> | null>(null);
  const isHeard = useRef(false);

  // What is kept is known before the network is asked, which may take its time.
  useEffect(() => {
    void allKept().then((kept) => dispatch({ is: "counted", waiting: kept.length }));
  }, [dispatch]);

  const send = useCallback(async (): Promise<Reach | null> => {
    const sendAll = async (): Promise<Reach | null> => {
      if ((await allKept()).length === 0) return null;
      // After a silence, what time it is first: the tablet's clock may have been set meanwhile.
      const reach = isHeard.current ? "sent" : await ask();
      if (reach !== "sent") return reach;
      const ahead = aheadBy(clock.current);
      return sendKept(({ event }, result) => {
        const listener = listeners.current.get(event.id);
        if (listener) listener(result);
        // Nobody stands there any more who could be told.
        else if (isUncounted(result))
          dispatch({
            is: "uncounted",
            uncounted: keepUncounted(Date.parse(event.at) + (ahead ?? 0)),
          });
      }, ahead);
    };
    // What was kept while a sending was under way leaves with the next.
    await sending.current;
    sending.current ??= sendAll().finally(() => {
      sending.current = null;
    });
    const reach = await sending.current;
    const waiting = (await allKept()).length;
    if (reach === null) dispatch({ is: "counted", waiting });
    else {
      isHeard.current = reach === "sent" || reach === "later";
      dispatch({ is: "sent", reach, waiting });
    }
    return reach;
  }, [ask, clock, dispatch]);

  /**
   * @returns what the service said; null for a card that it refused; else why it did not say
   *   anything, "late" when it takes too long for whoever waits
   */
  const sendOne = async (visit: Visit): Promise<VisitResult | null | Reach | "late"> => {
    const id = crypto.randomUUID();
    const heard = new Promise<VisitResult | null>((resolve) => listeners.current.set(id, resolve));
    const event = { id, at: new Date().toISOString(), ...visit };
    await keep({ to: "visits", event, ahead: aheadBy(clock.current) });
    const late = new Promise<"late">((resolve) => setTimeout(() => resolve("late"), PATIENCE_MS));
    const away = send().then<VisitResult | null | Reach>((reach) =>
      reach === "sent" || reach === null ? heard : reach,
    );
    const result = await Promise.race([heard, away, late]);
    listeners.current.delete(id);
    if (result === "ended") {
      // Somebody else counts them now: kept as well, they would be counted twice.
      await forget(id);
      dispatch({ is: "counted", waiting: (await allKept()).length });
    }
    return result;
  };
  return { send, sendOne };
}

/** Asks what happens here today, sends what is kept, and reads the clock anew, again and again. */
function useNews(send: Send, ask: Ask) {
  const [, setClock] = useState(0);
  useEffect(() => {
    void ask();
    void send();
    void keepPage();
    const timers = [
      setInterval(() => void send(), RETRY_MS),
      setInterval(() => void ask(), ASK_MS),
      setInterval(() => setClock(Date.now()), CLOCK_MS),
    ];
    const online = () => void send().then(ask);
    const offline = () => void ask();
    addEventListener("online", online);
    addEventListener("offline", offline);
    return () => {
      for (const timer of timers) clearInterval(timer);
      removeEventListener("online", online);
      removeEventListener("offline", offline);
    };
  }, [send, ask]);
}

/**
 * Clears the screen when nobody touches it. Whoever is being asked something is warned first, and
 * has as long again.
 */
function useSilence(state: KioskState, dispatch: Dispatch<KioskEvent>, clear: () => void) {
  const { answer, touches, isWarned } = state;
  const isAsking = asksHowItWas(state);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each touch and each answer begins the wait anew
  useEffect(() => {
    const end = isAsking && !isWarned ? () => dispatch({ is: "warned" }) : clear;
    const timer = setTimeout(end, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [answer, touches, isWarned, clear]);
}

/** Notes each touch; a scanner types like a keyboard, so that the next card is never lost. */
function useTouches(
  field: RefObject<HTMLInputElement | null>,
  dispatch: Dispatch<KioskEvent>,
  clear: () => void,
) {
  useEffect(() => {
    const touched = () => dispatch({ is: "touched" });
    const typed = (event: KeyboardEvent) => {
      touched();
      if (!isTyping(event)) return;
      if (!field.current) flushSync(clear);
      field.current?.focus();
    };
    addEventListener("pointerdown", touched);
    addEventListener("keydown", typed);
    return () => {
      removeEventListener("pointerdown", touched);
      removeEventListener("keydown", typed);
    };
  }, [field, dispatch, clear]);
}

/** A sign of a card that is typed anywhere but in a field. */
function isTyping({ key, ctrlKey, altKey, metaKey, target }: KeyboardEvent): boolean {
  if (key.length !== 1 || key === " " || ctrlKey || altKey || metaKey) return false;
  return !(target instanceof HTMLInputElement) || target.type === "radio";
}
