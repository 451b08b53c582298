"use client";

import { useEffect, useRef, useState } from "react";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { PULSE, PULSE_QUESTIONS, type PulseQuestion } from "#lib/learning/visits/rules.ts";
import { Face, isMood } from "./face.tsx";

type Said = {
  id: string;
  week: string;
  language: Locale;
  answers: Partial<Record<PulseQuestion, string>>;
};

type Props = {
  words: {
    title: string;
    intro: string;
    skip: string;
    thanks: string;
    questions: Record<PulseQuestion, string>;
    answers: Record<string, string>;
  };
  language: Locale;
  timeZone: string;
  onSaid: (said: Said) => void;
};

/**
 * Four questions, one at a time, each of which may be skipped. What was answered is sent after the
 * last, or as it is when whoever answered walks away.
 */
export function Pulse({ words, language, timeZone, onSaid }: Props) {
  const [asked, setAsked] = useState(0);
  const answers = useRef<Said["answers"]>({});
  const question = PULSE_QUESTIONS[asked];

  const sayIt = () => {
    const said = answers.current;
    answers.current = {};
    if (Object.keys(said).length > 0)
      onSaid({
        id: crypto.randomUUID(),
        week: isoWeek(new Date(), timeZone),
        language,
        answers: said,
      });
  };
  // The button that was pressed is gone with its question: what comes next takes the focus, and is
  // read.
  const box = useRef<HTMLFieldSetElement>(null);
  const last = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (asked > 0) (box.current ?? last.current)?.focus();
  }, [asked]);
  const atLast = useRef(sayIt);
  atLast.current = sayIt;
  useEffect(() => () => atLast.current(), []);

  if (!question)
    return (
      <p className="status" ref={last} tabIndex={-1}>
        {words.thanks}
      </p>
    );

  const next = (answer?: string) => {
    if (answer) answers.current = { ...answers.current, [question]: answer };
    setAsked(asked + 1);
    if (asked + 1 === PULSE_QUESTIONS.length) sayIt();
  };
  return (
    <section>
      <h2>{words.title}</h2>
      <p className="fact">{words.intro}</p>
      <fieldset className="kiosk-answers" ref={box} tabIndex={-1}>
        <legend>{words.questions[question]}</legend>
        {PULSE[question].map((answer) => (
          <button
            key={answer}
            type="button"
            className="button big quiet"
            onClick={() => next(answer)}
          >
            {isMood(answer) && <Face mood={answer} />}
            {words.answers[answer]}
          </button>
        ))}
        <button type="button" className="button big plain" onClick={() => next()}>
          {words.skip}
        </button>
      </fieldset>
    </section>
  );
}

/** "2026-W48". A tablet's browser may not know Temporal. */
function isoWeek(now: Date, timeZone: string): string {
  const [year = 0, month = 1, day = 1] = new Intl.DateTimeFormat("en-CA", { timeZone })
    .format(now)
    .split("-")
    .map(Number);
  const thursday = new Date(Date.UTC(year, month - 1, day));
  thursday.setUTCDate(thursday.getUTCDate() + 4 - (thursday.getUTCDay() || 7));
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  const week = Math.floor((thursday.getTime() - first) / (7 * 24 * 3600 * 1000)) + 1;
  return `${thursday.getUTCFullYear()}-W${String(week).padStart(2, "0")}`;
}
