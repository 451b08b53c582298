"use client";

import { useRouter } from "next/navigation";
import { useCallback, useEffect, useRef, useState } from "react";
import {
  ANSWER_STATES,
  type Country,
  GROUP_ANSWERS,
  GROUPS,
  type PersonLine,
  TRAIT_NAMES,
  TRAITS,
  untouchedLine,
} from "#lib/attendance/traits.ts";
import { answered, isUnsaved, merged, nextSave, openQueue, type Queue, type Saved } from "./sheet-queue.ts";

type Person = { personId: string; displayName: string };
type Outcome = "untouched" | "saved" | "sending" | "waiting" | { refused: string } | { theirs: Saved };

/** Every sentence the sheet says, already in the reader's language. */
export type SheetWords = {
  enrolled: string;
  nobody: string;
  walkIns: string;
  walkInsHint: string;
  walkIn: string;
  add: string;
  remove: string;
  save: string;
  conflict: string;
  merge: string;
  states: Record<"untouched" | "changed" | "sending" | "saved" | "waiting" | "refused", string>;
  totals: string[];
  traits: Record<string, string>;
  codes: Record<string, string>;
  groups: Record<string, string>;
};

type Props = {
  sessionId: string;
  country: Country;
  enrolled: Person[];
  saved: Saved;
  words: SheetWords;
  locale: string;
};

const RETRY_MS = 5_000;

/**
 * The attendance sheet. It keeps what is not saved yet on the device, without names, and sends it when the network is
 * back; the same save may arrive twice and counts once.
 */
export function Sheet({ sessionId, country, enrolled, saved, words, locale }: Props) {
  const [queue, setQueue] = useState(() => openQueue(saved));
  const [outcome, setOutcome] = useState<Outcome>("untouched");
  const router = useRouter();
  const busy = useRef(false);
  const key = `trivium-sheet-${sessionId}`;

  // What an earlier visit could not send is taken up again; the server's page knows nothing of it.
  useEffect(() => {
    const kept = localStorage.getItem(key);
    if (!kept) return;
    try {
      setQueue(JSON.parse(kept) as Queue);
    } catch {
      localStorage.removeItem(key);
    }
  }, [key]);

  const keep = useCallback(
    (next: Queue) => {
      if (isUnsaved(next) || next.sending) localStorage.setItem(key, JSON.stringify(next));
      else localStorage.removeItem(key);
      setQueue(next);
    },
    [key],
  );

  const send = useCallback(
    async (wished: Queue) => {
      const next = nextSave(wished, () => crypto.randomUUID());
      keep(next);
      if (!next.sending || busy.current) return;
      busy.current = true;
      setOutcome("sending");
      const answer = await post(sessionId, next.sending, locale);
      busy.current = false;
      if (answer === "no network") return setOutcome("waiting");
      // Whoever typed while it was under way keeps that.
      setQueue((now) => {
        const settled =
          "saved" in answer ? answered(now, answer.saved) : { ...now, sending: null, wanted: false };
        if (isUnsaved(settled)) localStorage.setItem(key, JSON.stringify(settled));
        else localStorage.removeItem(key);
        return settled;
      });
      setOutcome("saved" in answer ? "saved" : answer);
      // What stands around the sheet, its history and its signature, speaks of what is saved.
      router.refresh();
    },
    [keep, key, locale, router, sessionId],
  );

  useEffect(() => {
    if (outcome === "sending" || typeof outcome === "object" || !(queue.sending || queue.wanted)) return;
    const again = () => void send(queue);
    if (outcome !== "waiting") again();
    const timer = setInterval(again, RETRY_MS);
    addEventListener("online", again);
    return () => {
      clearInterval(timer);
      removeEventListener("online", again);
    };
  }, [outcome, queue, send]);

  const { present, lines } = queue.contents;
  const change = (contents: Queue["contents"]) => {
    if (outcome === "saved") setOutcome("untouched");
    keep({ ...queue, contents });
  };
  const changeLine = (id: string, to: (line: PersonLine) => PersonLine) =>
    change({ present, lines: lines.map((line) => (line.id === id ? to(line) : line)) });
  const count = present.length + lines.length;

  return (
    <form
      className="sheet"
      onSubmit={(event) => {
        event.preventDefault();
        void send({ ...queue, wanted: true });
      }}
    >
      <h2>{words.enrolled}</h2>
      {enrolled.length === 0 && <p>{words.nobody}</p>}
      <ul className="ticks">
        {enrolled.map(({ personId, displayName }) => (
          <li key={personId}>
            <label>
              <input
                type="checkbox"
                checked={present.includes(personId)}
                onChange={({ target }) =>
                  change({
                    lines,
                    present: target.checked
                      ? [...present, personId]
                      : present.filter((id) => id !== personId),
                  })
                }
              />
              {displayName}
            </label>
          </li>
        ))}
      </ul>
      <h2>{words.walkIns}</h2>
      <p className="fact">{words.walkInsHint}</p>
      {lines.map((line, index) => (
        <fieldset className="line" key={line.id}>
          <legend>{words.walkIn.replace("#", String(index + 1))}</legend>
          {TRAIT_NAMES.map((trait) => (
            <Answer
              key={trait}
              id={`${line.id}-${trait}`}
              label={words.traits[trait] ?? trait}
              codes={TRAITS[trait]}
              value={line[trait]}
              words={words.codes}
              onChange={(value) => changeLine(line.id, (before) => ({ ...before, [trait]: value }))}
            />
          ))}
          {GROUPS[country].map((group) => (
            <Answer
              key={group}
              id={`${line.id}-${group}`}
              label={words.groups[group] ?? group}
              codes={GROUP_ANSWERS}
              value={line.groups[group] ?? "not_asked"}
              words={words.codes}
              onChange={(value) =>
                changeLine(line.id, (before) => ({ ...before, groups: { ...before.groups, [group]: value } }))
              }
            />
          ))}
          <button
            type="button"
            className="button quiet"
            onClick={() => change({ present, lines: lines.filter(({ id }) => id !== line.id) })}
          >
            {words.remove}
          </button>
        </fieldset>
      ))}
      <p className="row">
        <button
          type="button"
          className="button quiet"
          onClick={() => change({ present, lines: [...lines, untouchedLine(crypto.randomUUID(), country)] })}
        >
          {words.add}
        </button>
      </p>
      <div className="save-bar">
        <p>
          <strong>{(words.totals[Math.min(count, 2)] ?? "").replace("#", String(count))}</strong>
        </p>
        <p role="status" className="fact">
          {sentence(outcome, isUnsaved(queue), words)}
        </p>
        {typeof outcome === "object" && "theirs" in outcome ? (
          <button
            type="button"
            className="button"
            onClick={() => {
              setOutcome("untouched");
              void send(merged(queue, outcome.theirs));
            }}
          >
            {words.merge}
          </button>
        ) : (
          <button type="submit" className="button">
            {words.save}
          </button>
        )}
      </div>
    </form>
  );
}

function sentence(outcome: Outcome, unsaved: boolean, { states, conflict }: SheetWords): string {
  if (typeof outcome === "object")
    return "theirs" in outcome ? conflict : states.refused.replace("{reason}", outcome.refused);
  if (outcome === "untouched") return unsaved ? states.changed : states.untouched;
  return outcome === "saved" && unsaved ? states.changed : states[outcome];
}

type AnswerProps = {
  id: string;
  label: string;
  codes: readonly string[];
  value: string;
  words: Record<string, string>;
  onChange: (value: string) => void;
};

/** One question of a line; why there is no answer is an answer. */
function Answer({ id, label, codes, value, words, onChange }: AnswerProps) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={({ target }) => onChange(target.value)}>
        {["not_asked", ...codes, ...ANSWER_STATES.slice(1)].map((code) => (
          <option key={code} value={code}>
            {words[code] ?? code}
          </option>
        ))}
      </select>
    </div>
  );
}

type Posted = "no network" | { saved: Saved } | { refused: string } | { theirs: Saved };

async function post(sessionId: string, save: unknown, locale: string): Promise<Posted> {
  const answer = await fetch(`/api/v1/sessions/${sessionId}/attendance`, {
    method: "POST",
    headers: { "content-type": "application/json", "accept-language": locale },
    body: JSON.stringify(save),
  }).catch(() => null);
  // A server that stumbles is asked again, like a network that is away.
  if (!answer || answer.status >= 500) return "no network";
  const body = await answer.json();
  if (answer.ok) return { saved: body };
  return body.sheet ? { theirs: body.sheet } : { refused: body.title };
}
