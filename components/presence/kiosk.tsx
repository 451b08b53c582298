"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { LOCALE_NAMES, LOCALES, type Locale } from "#lib/i18n/locales.ts";
import type { MESSAGES } from "#lib/i18n/messages.ts";
import { type Outcome, toneOf } from "#lib/presence/rules.ts";
import { allKept, keep, type Reach, seal, sendKept, type Told } from "./kiosk-queue.ts";
import { PhoneCode } from "./phone-code.tsx";
import { Pulse } from "./pulse.tsx";
import { chime, say } from "./voice.ts";

export type KioskWords = (typeof MESSAGES)["en"]["presence"]["kiosk"];

/** As lib/presence/door-state.ts tells it. */
type State = {
  sessions: { id: string; titles: Record<string, string>; start: string; end: string }[];
  code: { digits: string; until: string; address: string; qr: string };
};

type Props = {
  space: { name: string; slug: string; timeZone: string; language: Locale };
  publicKey: string;
  state: State;
  words: Record<Locale, KioskWords>;
};

type Tone = "good" | "unsure" | "bad";
type Answer = { tone: Tone; text: string; leaving: boolean };
type Mode = "arrive" | "leave";

const SHOWN_MS = 20_000;
const RETRY_MS = 5_000;
const ASK_MS = 20_000;
/** How long somebody at the door waits for the network before the tablet answers by itself. */
const PATIENCE_MS = 3_000;
const CARD_SIGNS = 100;

/**
 * The tablet at the door. What it sees is kept on it first and sent from there, so that it works the same without
 * network. Every answer is colour, words and sound, says no names, and goes away by itself.
 */
export function Kiosk({ space, publicKey, state: first, words }: Props) {
  const [locale, setLocale] = useState(space.language);
  const [mode, setMode] = useState<Mode>("arrive");
  const [sessionId, setSessionId] = useState("");
  const [state, setState] = useState<State>(first);
  const [answer, setAnswer] = useState<Answer | null>(null);
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
    setMode("arrive");
    setSessionId("");
    setLocale(space.language);
    if (field.current) field.current.value = "";
    field.current?.focus();
  }, [space.language]);

  useEffect(() => {
    const ask = async () => {
      const fresh = await freshState();
      if (fresh) setState(fresh);
    };
    void send();
    void keepPage();
    const retry = setInterval(() => void send(), RETRY_MS);
    const renew = setInterval(() => void ask(), ASK_MS);
    const online = () => void send().then(ask);
    addEventListener("online", online);
    return () => {
      clearInterval(retry);
      clearInterval(renew);
      removeEventListener("online", online);
    };
  }, [send]);

  useEffect(() => {
    if (!answer) return;
    const timer = setTimeout(clear, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [answer, clear]);

  const show = (tone: Tone, sentences: string[]) => {
    setAnswer({ tone, text: sentences.join(" "), leaving: mode === "leave" });
    chime(tone);
    say(sentences.join(" "), locale);
  };

  const record = async (card: string | null) => {
    const id = crypto.randomUUID();
    const who = card === null ? { kind: "unnamed" } : { kind: "sealed", card: await seal(publicKey, card) };
    const at = new Date().toISOString();
    const heard = new Promise<Told | null>((resolve) => listeners.current.set(id, resolve));
    await keep({ to: "visits", event: { id, kind: mode, at, who, sessionId: sessionId || null } });
    const late = new Promise<"late">((resolve) => setTimeout(() => resolve("late"), PATIENCE_MS));
    const away = send().then<Told | null | Reach>((reached) => (reached === "sent" ? heard : reached));
    const told = await Promise.race([heard, away, late]);
    listeners.current.delete(id);
    if (told === "ended") return show("bad", [t.ended]);
    if (told === "busy") return show("bad", [t.busy]);
    if (told === "late" || told === "away" || told === "sent") return show("good", [t.kept]);
    if (told === null) return show("bad", [t.refused]);
    const outcome = told.outcome as Outcome;
    const session = told.session && (told.session[locale] ?? Object.values(told.session)[0]);
    show(toneOf(outcome), [
      t.outcomes[outcome],
      ...(told.leftElsewhere ? [t.leftElsewhere] : []),
      ...(session ? [t.session.replace("#", session)] : []),
    ]);
  };

  const scan = () => {
    // All that a square says, or what was typed; the code stands at its end.
    const text = field.current?.value.trim() ?? "";
    const card = text.slice(text.lastIndexOf("#") + 1).slice(0, CARD_SIGNS);
    if (!card) return;
    if (field.current) field.current.value = "";
    if (!crypto.subtle) return show("bad", [t.insecure]);
    void record(card);
  };

  const sessions = state.sessions.filter(({ end }) => Date.parse(end) > Date.now());
  const timeOf = (at: string) =>
    new Intl.DateTimeFormat("en-GB", { timeZone: space.timeZone, hour: "2-digit", minute: "2-digit" }).format(
      Date.parse(at),
    );

  return (
    <>
      <header className="kiosk-top">
        <h1>{`${t.welcome} – ${space.name}`}</h1>
        <fieldset className="row">
          <legend className="unseen">{t.language}</legend>
          {LOCALES.map((other) => (
            <button
              key={other}
              type="button"
              className={other === locale ? "button" : "button quiet"}
              aria-pressed={other === locale}
              lang={other}
              onClick={() => setLocale(other)}
            >
              {LOCALE_NAMES[other]}
            </button>
          ))}
        </fieldset>
      </header>
      <div role="status" className={answer ? `answer ${answer.tone}` : undefined}>
        {answer && <p>{answer.text}</p>}
      </div>
      {answer ? (
        <>
          {answer.leaving && answer.tone !== "bad" && (
            <Pulse
              words={t.pulse}
              language={locale}
              timeZone={space.timeZone}
              onTouch={() => setAnswer({ ...answer })}
              onSaid={async (said) => {
                await keep({ to: "pulse", said });
                void send();
              }}
            />
          )}
          <p>
            <button type="button" className="button big quiet" onClick={clear}>
              {t.again}
            </button>
          </p>
        </>
      ) : (
        <>
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
                  field.current?.focus();
                }}
              >
                {t[one]}
              </button>
            ))}
          </fieldset>
          {mode === "arrive" && sessions.length > 0 && (
            <fieldset className="kiosk-sessions">
              <legend>{t.for}</legend>
              <ul className="ticks">
                {[{ id: "", titles: {}, start: "" }, ...sessions].map(({ id, titles, start }) => (
                  <li key={id}>
                    <label>
                      <input
                        type="radio"
                        name="session"
                        checked={sessionId === id}
                        onChange={() => setSessionId(id)}
                      />
                      {id ? `${timeOf(start)} ${titles[locale as keyof typeof titles] ?? ""}` : t.free}
                    </label>
                  </li>
                ))}
              </ul>
            </fieldset>
          )}
          <form
            className="kiosk-card"
            onSubmit={(event) => {
              event.preventDefault();
              scan();
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
          <p className="fact">{t.unnamedHint}</p>
          <p>
            <button type="button" className="button big quiet" onClick={() => void record(null)}>
              {t.unnamed}
            </button>
          </p>
          {mode === "arrive" && <PhoneCode code={state.code} away={reach === "away"} words={t} />}
        </>
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

function reachOf(reach: Reach, waiting: number, t: KioskWords): string {
  if (reach === "ended") return t.ended;
  const state = reach === "away" ? t.offline : waiting === 0 ? t.online : "";
  return [state, waiting > 0 ? t.waiting.replace("#", String(waiting)) : ""].filter(Boolean).join(" ");
}

async function freshState(): Promise<State | null> {
  try {
    const answer = await fetch("/api/v1/kiosk", { signal: AbortSignal.timeout(PATIENCE_MS) });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

/** Lets the page open without network, from the next time on. */
async function keepPage(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register("/kiosk/sw.js", { scope: "/kiosk/" });
  const { active } = await navigator.serviceWorker.ready;
  navigator.serviceWorker.addEventListener("message", () => {
    document.documentElement.dataset.kept = "yes";
  });
  const parts = performance
    .getEntriesByType("resource")
    .map(({ name }) => name)
    .filter((name) => name.includes("/_next/static/"));
  active?.postMessage({ page: location.origin + location.pathname, parts: [...new Set(parts)] });
}
