"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { SquareCamera } from "#components/ui/square-camera.tsx";
import { say } from "#components/ui/voice.ts";
import { formatClock } from "#lib/foundation/i18n/format.ts";
import { isolated } from "#lib/foundation/i18n/isolate.ts";
import { LOCALES, type Locale } from "#lib/foundation/i18n/locales.ts";
import type { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import type { DoorResponse } from "#lib/learning/visits/operations.ts";
import { type Outcome, toneOf } from "#lib/learning/visits/rules.ts";
import { chime } from "./chime.ts";
import { freshState, keepPage } from "./kiosk-page.ts";
import { allKept, forget, keep, type Reach, seal, sendKept, type Told } from "./kiosk-queue.ts";
import { KioskToday } from "./kiosk-today.tsx";
import { KioskTop } from "./kiosk-top.tsx";
import { PhoneCode } from "./phone-code.tsx";
import { Pulse } from "./pulse.tsx";

export type KioskWords = (typeof MESSAGES)["en"]["presence"]["kiosk"];

type Props = {
  space: { name: string; slug: string; timeZone: string; language: Locale };
  publicKey: string;
  state: DoorResponse;
  words: Record<Locale, KioskWords>;
};

type Tone = "good" | "unsure" | "bad";
type Answer = { tone: Tone; text: string; leaving: boolean };
type Mode = "arrive" | "leave";

/** After so long without a touch, nothing of the last person is left on the screen. */
const SHOWN_MS = 20_000;
const RETRY_MS = 5_000;
const ASK_MS = 20_000;
/** How often the clock on the page is read anew. */
const CLOCK_MS = 10_000;
/** How long somebody at the door waits for the network before the tablet answers by itself. */
const PATIENCE_MS = 3_000;
const CARD_SIGNS = 100;

/**
 * The tablet at the door. What it sees is kept on it first and sent from there, so that it works
 * the same without network. Every answer is colour, words and sound, says no names, and goes away
 * by itself.
 */
export function Kiosk({ space, publicKey, state: first, words }: Props) {
  const [locale, setLocale] = useState(space.language);
  const [mode, setMode] = useState<Mode>("arrive");
  const [sessionId, setSessionId] = useState("");
  const [state, setState] = useState<DoorResponse>(first);
  /** How far our clock is ahead of the tablet's, in milliseconds; unknown until the page runs. */
  const [ahead, setAhead] = useState<number | null>(null);
  const [answer, setAnswer] = useState<Answer | null>(null);
  /** That nobody seems to be there any more. */
  const [isWarned, setWarned] = useState(false);
  /** From a card or a press until the answer. */
  const [isChecking, setChecking] = useState(false);
  const [touches, setTouches] = useState(0);
  const [, setClock] = useState(0);
  /** Of people at the tablet: a camera that somebody left on ends with their turn. */
  const [turn, setTurn] = useState(0);
  const [waiting, setWaiting] = useState(0);
  const [reach, setReach] = useState<Reach>("sent");
  const field = useRef<HTMLInputElement>(null);
  const listeners = useRef(new Map<string, (told: Told | null) => void>());
  const sending = useRef<Promise<Reach> | null>(null);
  const t = words[locale];

  useEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);

  const send = useCallback(async (): Promise<Reach> => {
    // What was kept while a sending was under way leaves with the next.
    await sending.current;
    sending.current ??= sendKept((id, told) => listeners.current.get(id)?.(told)).finally(() => {
      sending.current = null;
    });
    const reached = await sending.current;
    setReach(reached);
    setWaiting((await allKept()).length);
    return reached;
  }, []);

  const clear = useCallback(() => {
    setAnswer(null);
    setWarned(false);
    setChecking(false);
    setTurn((count) => count + 1);
    setMode("arrive");
    setSessionId("");
    setLocale(space.language);
    if (field.current) field.current.value = "";
    field.current?.focus();
  }, [space.language]);

  useEffect(() => {
    const learn = (fresh: DoorResponse) => {
      setState(fresh);
      setAhead(Date.parse(fresh.now) - Date.now());
    };
    const ask = async () => {
      const fresh = await freshState();
      if (fresh) learn(fresh);
    };
    void ask();
    void send();
    void keepPage();
    const retry = setInterval(() => void send(), RETRY_MS);
    const renew = setInterval(() => void ask(), ASK_MS);
    const clock = setInterval(() => setClock(Date.now()), CLOCK_MS);
    const online = () => void send().then(ask);
    addEventListener("online", online);
    return () => {
      clearInterval(retry);
      clearInterval(renew);
      clearInterval(clock);
      removeEventListener("online", online);
    };
  }, [send]);

  const isAsking = answer?.leaving && answer.tone !== "bad";
  // Whoever is being asked something is warned first, and has as long again to touch the screen.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each touch and each answer begins the wait anew
  useEffect(() => {
    const end = isAsking && !isWarned ? () => setWarned(true) : clear;
    const timer = setTimeout(end, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [answer, touches, isWarned, clear]);

  useEffect(() => {
    const touched = () => {
      setTouches((count) => count + 1);
      setWarned(false);
    };
    // A scanner types like a keyboard, whatever was pressed last: the next card is never lost.
    const typed = ({ key, ctrlKey, altKey, metaKey, target }: KeyboardEvent) => {
      touched();
      if (key.length !== 1 || key === " " || ctrlKey || altKey || metaKey) return;
      if (target instanceof HTMLInputElement && target.type !== "radio") return;
      if (!field.current) flushSync(clear);
      field.current?.focus();
    };
    addEventListener("pointerdown", touched);
    addEventListener("keydown", typed);
    return () => {
      removeEventListener("pointerdown", touched);
      removeEventListener("keydown", typed);
    };
  }, [clear]);

  const show = (tone: Tone, sentences: string[]) => {
    setChecking(false);
    setAnswer({ tone, text: sentences.join(" "), leaving: mode === "leave" });
    chime(tone);
    say(sentences.join(" "), locale);
  };

  const record = async (card: string | null) => {
    setChecking(true);
    const id = crypto.randomUUID();
    const who =
      card === null ? { kind: "unnamed" } : { kind: "sealed", card: await seal(publicKey, card) };
    const at = new Date().toISOString();
    const heard = new Promise<Told | null>((resolve) => listeners.current.set(id, resolve));
    await keep({ to: "visits", event: { id, kind: mode, at, who, sessionId: sessionId || null } });
    const late = new Promise<"late">((resolve) => setTimeout(() => resolve("late"), PATIENCE_MS));
    const away = send().then<Told | null | Reach>((reached) =>
      reached === "sent" ? heard : reached,
    );
    const told = await Promise.race([heard, away, late]);
    listeners.current.delete(id);
    if (told === "ended") {
      // Somebody else counts them now: kept as well, they would be counted twice.
      await forget(id);
      setWaiting((await allKept()).length);
      return show("bad", [t.ended]);
    }
    if (typeof told === "string") return show("good", [t.kept]);
    if (told === null) return show("bad", [t.refused]);
    const outcome = told.outcome as Outcome;
    const session = told.session && (told.session[locale] ?? Object.values(told.session)[0]);
    show(toneOf(outcome), [
      t.outcomes[outcome],
      ...(told.leftElsewhere ? [t.leftElsewhere] : []),
      ...(session ? [t.session.replace("#", session)] : []),
    ]);
  };

  const read = (text: string) => {
    // All that a square says, or what was typed; the code stands at its end.
    const card = text
      .trim()
      .slice(text.lastIndexOf("#") + 1)
      .slice(0, CARD_SIGNS);
    if (!card) return;
    if (field.current) field.current.value = "";
    if (!crypto.subtle) return show("bad", [t.insecure]);
    void record(card);
  };

  const oneMore = (
    <section className="kiosk-more">
      <p className="fact">{t.unnamedHint}</p>
      <button type="button" className="button big quiet" onClick={() => void record(null)}>
        {mode === "arrive" ? t.unnamed : t.unnamedLeaves}
      </button>
    </section>
  );

  const now = () => (ahead === null ? Date.parse(state.now) : Date.now() + ahead);
  const sessions = state.sessions.filter(({ end }) => Date.parse(end) > now());
  return (
    <>
      <KioskTop
        title={`${t.welcome} – ${isolated(space.name)}`}
        clock={formatClock(locale, now(), space.timeZone)}
        locale={locale}
        words={t}
        prompts={promptsIn(words, mode)}
        onChoose={(other) => {
          setLocale(other);
          field.current?.focus();
        }}
      />
      <div role="status" className={answer ? `answer ${answer.tone}` : undefined}>
        {answer && <p>{answer.text}</p>}
        {isWarned && <p>{t.still}</p>}
        {isChecking && !answer && (
          <p>
            <span className="at-work">{t.checking}</span>
          </p>
        )}
      </div>
      {answer ? (
        <>
          {isAsking && (
            <Pulse
              words={t.pulse}
              language={locale}
              timeZone={space.timeZone}
              onSaid={(said) => void keep({ to: "pulse", said }).then(send)}
            />
          )}
          <p>
            <button type="button" className="button big quiet" onClick={clear}>
              {t.again}
            </button>
          </p>
          {answer.tone === "bad" && oneMore}
        </>
      ) : (
        <div className="kiosk-now">
          <fieldset className="kiosk-choice">
            <legend className="unseen">{t.mode}</legend>
            {(["arrive", "leave"] as const).map((one) => (
              <button
                key={one}
                type="button"
                className={one === mode ? "button big" : "button big quiet"}
                aria-pressed={one === mode}
                onClick={() => {
                  setMode(one);
                  say(promptsIn(words, one)[locale], locale);
                  field.current?.focus();
                }}
              >
                {t[one]}
              </button>
            ))}
          </fieldset>
          <div className="kiosk-ways">
            <section>
              <form
                className="kiosk-card"
                onSubmit={(event) => {
                  event.preventDefault();
                  read(field.current?.value ?? "");
                }}
              >
                <div className="field">
                  <label htmlFor="card">{t.card}</label>
                  <p className="fact" id="card-hint">
                    {t.cardHint}
                  </p>
                  <input
                    id="card"
                    ref={field}
                    // biome-ignore lint/a11y/noAutofocus: a scanner types into whatever has the focus
                    autoFocus
                    autoComplete="off"
                    autoCapitalize="characters"
                    spellCheck={false}
                    aria-describedby="card-hint"
                  />
                </div>
                <button type="submit" className="button big">
                  {t.ok}
                </button>
              </form>
              <SquareCamera
                key={turn}
                words={t}
                facing="user"
                buttonClass="button big quiet"
                onRead={read}
              />
            </section>
            {oneMore}
          </div>
          <div className="kiosk-panel">
            <KioskToday
              sessions={sessions}
              band={reach === "away" ? null : state.band}
              now={now()}
              timeZone={space.timeZone}
              locale={locale}
              words={t}
              chosen={mode === "arrive" ? sessionId : null}
              onChoose={setSessionId}
            />
            {mode === "arrive" && (
              <PhoneCode code={state.code} now={now} away={reach === "away"} words={t} />
            )}
          </div>
        </div>
      )}
      <p className="fact kiosk-reach" data-reach={reach} data-waiting={waiting}>
        {reachOf(reach, waiting, t)}
      </p>
      <noscript>
        <p className="alert">{t.script}</p>
      </noscript>
    </>
  );
}

function promptsIn(words: Record<Locale, KioskWords>, mode: Mode): Record<Locale, string> {
  const prompt = (locale: Locale) => words[locale].prompts[mode];
  return Object.fromEntries(LOCALES.map((locale) => [locale, prompt(locale)])) as Record<
    Locale,
    string
  >;
}

function reachOf(reach: Reach, waiting: number, t: KioskWords): string {
  if (reach === "ended")
    return [t.ended, waiting > 0 ? t.endedKept.replace("#", String(waiting)) : ""]
      .filter(Boolean)
      .join(" ");
  const state = reach === "away" ? t.offline : waiting === 0 ? t.online : "";
  return [state, waiting > 0 ? t.waiting.replace("#", String(waiting)) : ""]
    .filter(Boolean)
    .join(" ");
}
