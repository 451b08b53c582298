"use client";

import { SquareCamera } from "#components/ui/square-camera.tsx";
import { say } from "#components/ui/voice.ts";
import { formatClock, formatTimeAt } from "#lib/foundation/i18n/format.ts";
import { isolated } from "#lib/foundation/i18n/isolate.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import type { DoorResponse } from "#lib/learning/visits/operations.ts";
import { keep } from "./kiosk-queue.ts";
import { asksHowItWas, networkTime } from "./kiosk-state.ts";
import { KioskToday } from "./kiosk-today.tsx";
import { KioskTop } from "./kiosk-top.tsx";
import { type KioskWords, promptsIn, reachOf } from "./kiosk-words.ts";
import { PhoneCode } from "./phone-code.tsx";
import { Pulse } from "./pulse.tsx";
import { type KioskHands, useKiosk } from "./use-kiosk.ts";

type Props = {
  space: { name: string; slug: string; timeZone: string; language: Locale };
  publicKey: string;
  state: DoorResponse;
  words: Record<Locale, KioskWords>;
};

/**
 * The tablet at the door: who comes or goes shows a card, and is answered. Every answer is colour,
 * words and sound, says no names, and goes away by itself.
 */
export function Kiosk(props: Props) {
  const { space, words } = props;
  const kiosk = useKiosk(props);
  const { state, dispatch, t, field } = kiosk;
  const { locale, mode, answer, reach, waiting } = state;
  const View = answer ? Answered : Asking;
  return (
    <>
      <KioskTop
        title={`${t.welcome} – ${isolated(space.name)}`}
        clock={formatClock(locale, networkTime(state), space.timeZone)}
        locale={locale}
        words={t}
        prompts={promptsIn(words, mode)}
        onChoose={(other) => {
          dispatch({ is: "language-chosen", locale: other });
          field.current?.focus();
        }}
      />
      <div role="status" className={answer ? `answer ${answer.tone}` : undefined}>
        {answer && <p>{answer.text}</p>}
        {state.isWarned && <p>{t.still}</p>}
        {state.isChecking && !answer && (
          <p>
            <span className="at-work">{t.checking}</span>
          </p>
        )}
      </div>
      <View kiosk={kiosk} timeZone={space.timeZone} words={words} />
      <p className="fact kiosk-reach" data-reach={reach} data-waiting={waiting}>
        {reachOf(reach, waiting, t)}
      </p>
      <Uncounted kiosk={kiosk} timeZone={space.timeZone} />
      <noscript>
        <p className="alert">{t.script}</p>
      </noscript>
    </>
  );
}

type ViewProps = { kiosk: KioskHands; timeZone: string; words: Record<Locale, KioskWords> };

/** Somebody was answered: what comes next, and how it was for whoever goes. */
function Answered({ kiosk, timeZone }: ViewProps) {
  const { state, t, clear, send } = kiosk;
  return (
    <>
      {asksHowItWas(state) && (
        <Pulse
          words={t.pulse}
          language={state.locale}
          timeZone={timeZone}
          onSaid={(said) => void keep({ to: "pulse", said }).then(send)}
        />
      )}
      <p>
        <button type="button" className="button big quiet" onClick={clear}>
          {t.again}
        </button>
      </p>
      {state.answer?.tone === "bad" && <OneMore kiosk={kiosk} />}
    </>
  );
}

/** Nobody was answered yet: the ways to come in or go, and what happens here today. */
function Asking({ kiosk, timeZone, words }: ViewProps) {
  const { state, dispatch, t, read } = kiosk;
  const { mode, door, reach, locale, sessionId } = state;
  const now = networkTime(state);
  return (
    <div className="kiosk-now">
      <ModeChoice kiosk={kiosk} words={words} />
      <div className="kiosk-ways">
        <section>
          <CardField kiosk={kiosk} />
          <SquareCamera
            key={state.turn}
            words={t}
            facing="user"
            buttonClass="button big quiet"
            onRead={read}
          />
        </section>
        <OneMore kiosk={kiosk} />
      </div>
      <div className="kiosk-panel">
        <KioskToday
          sessions={door.sessions.filter(({ end }) => Date.parse(end) > now)}
          band={reach === "sent" || reach === "later" ? door.band : null}
          now={now}
          timeZone={timeZone}
          locale={locale}
          words={t}
          chosen={mode === "arrive" ? sessionId : null}
          onChoose={(id) => dispatch({ is: "session-chosen", sessionId: id })}
        />
        {mode === "arrive" && (
          <PhoneCode code={door.code} now={now} away={reach === "away"} words={t} />
        )}
      </div>
    </div>
  );
}

/**
 * Whose card was kept, and was none that counts once the network heard of it: they were told that
 * they are welcome, so the team is told when they came.
 */
function Uncounted({ kiosk, timeZone }: Omit<ViewProps, "words">) {
  const { state, t, forgetUncounted } = kiosk;
  if (state.uncounted.length === 0) return null;
  const times = state.uncounted.map((at) => formatTimeAt(state.locale, at, timeZone));
  return (
    <section className="kiosk-uncounted">
      <p role="alert">{t.uncounted.replace("#", times.join(", "))}</p>
      <button type="button" className="button quiet" onClick={forgetUncounted}>
        {t.uncountedSeen}
      </button>
    </section>
  );
}

/** Whether they come or go. */
function ModeChoice({ kiosk, words }: Omit<ViewProps, "timeZone">) {
  const { state, dispatch, t, field } = kiosk;
  return (
    <fieldset className="kiosk-choice">
      <legend className="unseen">{t.mode}</legend>
      {(["arrive", "leave"] as const).map((one) => (
        <button
          key={one}
          type="button"
          className={one === state.mode ? "button big" : "button big quiet"}
          aria-pressed={one === state.mode}
          onClick={() => {
            dispatch({ is: "mode-chosen", mode: one });
            say(promptsIn(words, one)[state.locale], state.locale);
            field.current?.focus();
          }}
        >
          {t[one]}
        </button>
      ))}
    </fieldset>
  );
}

function CardField({ kiosk: { t, field, read } }: { kiosk: KioskHands }) {
  return (
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
  );
}

/** For whoever has no card: they count, without a name. */
function OneMore({ kiosk: { state, t, record } }: { kiosk: KioskHands }) {
  return (
    <section className="kiosk-more">
      <p className="fact">{t.unnamedHint}</p>
      <button type="button" className="button big quiet" onClick={() => void record(null)}>
        {state.mode === "arrive" ? t.unnamed : t.unnamedLeaves}
      </button>
    </section>
  );
}
