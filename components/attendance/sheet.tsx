"use client";

import { type KeyboardEvent, useState } from "react";
import { UNTOUCHED } from "#components/ui/form-context.tsx";
import { Refusal } from "#components/ui/refusal.tsx";
import { SignInAgain } from "#components/ui/sign-in-again.tsx";
import { useSentForm } from "#components/ui/use-sent-form.ts";
import { isolated } from "#lib/foundation/i18n/isolate.ts";
import { saveTicksAction } from "#lib/learning/attendance/actions.ts";
import { peopleOn, refusalFor, type SheetContents } from "#lib/learning/attendance/rules.ts";
import { MOST_IN_CELL } from "#lib/learning/attendance/schema.ts";
import type { Country } from "#lib/learning/attendance/traits.ts";
import { PaperLines } from "./paper-lines.tsx";
import { PersonLines } from "./person-lines.tsx";
import type { Saved } from "./sheet-queue.ts";
import type { SheetWords } from "./sheet-words.ts";
import { Tally } from "./tally.tsx";
import { type Outcome, useSheet } from "./use-sheet.ts";

type Person = { personId: string; displayName: string };

type Props = {
  sessionId: string;
  country: Country;
  enrolled: Person[];
  saved: Saved;
  words: SheetWords;
  locale: string;
};

/**
 * The attendance sheet: by taps on a tablet, or by the keys of the printed sheet, in its order.
 * Where no script runs, the ticks are a form like any other.
 */
export function Sheet({ sessionId, country, enrolled, saved, words, locale }: Props) {
  const [fromPaper, setFromPaper] = useState(false);
  const sheet = useSheet(sessionId, saved, locale);
  const [posted, post] = useSentForm(saveTicksAction, UNTOUCHED);
  const { contents, outcome } = sheet;
  const { present, lines, tally } = contents;
  const change = (part: Partial<SheetContents>) => sheet.change({ ...contents, ...part });
  const [first] = useState(enrolled);
  // Whoever gave their place back meanwhile stays in sight while ticked here: the tick can be taken
  // away.
  const people = [
    ...enrolled,
    ...present
      .filter((id) => !enrolled.some(({ personId }) => personId === id))
      .map((personId) => ({
        personId,
        displayName: first.find((one) => one.personId === personId)?.displayName ?? words.noLonger,
      })),
  ];
  const count = peopleOn(contents);
  const here = people.filter(({ personId }) => present.includes(personId)).length;
  const Lines = fromPaper ? PaperLines : PersonLines;

  return (
    <form
      action={post}
      onKeyDown={fromPaper ? moveOn : undefined}
      onSubmit={(event) => {
        event.preventDefault();
        const fault = faultOf(contents, words);
        if (fault) sheet.refuse(fault);
        else sheet.save();
      }}
    >
      <Refusal state={posted} />
      <noscript>
        <p className="fact">{words.noScript}</p>
      </noscript>
      <input type="hidden" name="locale" value={locale} />
      <input type="hidden" name="id" value={sessionId} />
      <input type="hidden" name="was" value={saved.present.join(" ")} />
      <WayToFill fromPaper={fromPaper} words={words} onChange={setFromPaper} />
      {fromPaper && <p className="fact">{words.paperHint}</p>}
      {sheet.withdrawn && (
        <p className="alert" role="alert">
          {words.withdrawn}
        </p>
      )}
      {people.length > 0 && (
        <SoFar here={here} all={people.length} nameless={count - here} words={words} />
      )}
      <h2>{words.enrolled}</h2>
      {people.length === 0 && <p>{words.nobody}</p>}
      {enrolled.length > 1 && (
        <p className="row by-script">
          <button
            type="button"
            className="button quiet"
            onClick={() =>
              change({
                present: [...new Set([...present, ...enrolled.map(({ personId }) => personId)])],
              })
            }
          >
            {words.everybody}
          </button>
        </p>
      )}
      <Ticks
        people={people}
        present={posted.message ? (posted.values.present ?? "").split(" ") : present}
        words={words}
        onChange={(ticked) => change({ present: ticked })}
      />
      <div className="by-script">
        <h2>{words.walkIns}</h2>
        <p className="fact">{words.walkInsHint}</p>
        <Lines
          lines={lines}
          country={country}
          words={words}
          onChange={(changed) => change({ lines: changed })}
        />
        {/* Most sessions need none: it is open where somebody was counted. */}
        <details open={saved.tally.length > 0}>
          <summary>{words.tally}</summary>
          <p className="fact">{words.tallyHint}</p>
          <Tally
            tally={tally}
            words={words}
            asGrid={fromPaper}
            onChange={(changed) => change({ tally: changed })}
          />
        </details>
      </div>
      <div className="save-bar">
        <p>
          <strong>{(words.totals[Math.min(count, 2)] ?? "").replace("#", String(count))}</strong>
        </p>
        <p role="status" className="fact by-script">
          {sentence(outcome, { unsaved: sheet.unsaved, words, lines, people })}
        </p>
        <NextStep sheet={sheet} words={words} />
      </div>
    </form>
  );
}

type WayProps = {
  fromPaper: boolean;
  words: SheetWords;
  onChange: (fromPaper: boolean) => void;
};

/** By taps, or from the printed sheet. */
function WayToFill({ fromPaper, words, onChange }: WayProps) {
  return (
    <fieldset className="chips by-script">
      <legend>{words.way}</legend>
      {[words.taps, words.paper].map((way, at) => (
        <label key={way}>
          <input
            type="radio"
            name="way"
            checked={fromPaper === (at === 1)}
            onChange={() => onChange(at === 1)}
          />
          {way}
        </label>
      ))}
    </fieldset>
  );
}

type SoFarProps = { here: number; all: number; nameless: number; words: SheetWords };

/** How many of those by name are here, and how many came without one. */
function SoFar({ here, all, nameless, words }: SoFarProps) {
  return (
    <section className="so-far by-script" aria-label={words.soFar}>
      <p>
        <strong>
          {words.ticked.replace("{here}", String(here)).replace("{all}", String(all))}
        </strong>
        <span className="fact">{words.nameless.replace("#", String(nameless))}</span>
      </p>
      <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
        <rect width="100" height="4" />
        <rect className="here" width={(100 * here) / all} height="4" />
      </svg>
    </section>
  );
}

type TicksProps = {
  people: Person[];
  present: string[];
  words: SheetWords;
  onChange: (present: string[]) => void;
};

/** Everybody by name, each with a tick for being here. */
function Ticks({ people, present, words, onChange }: TicksProps) {
  return (
    <ul className="ticks">
      {people.map(({ personId, displayName }) => (
        <li key={personId}>
          <label>
            <span className="initials" aria-hidden="true">
              {initialsOf(displayName)}
            </span>
            <bdi>{displayName}</bdi>
            <span className="tick-box">
              <input
                type="checkbox"
                name="present"
                value={personId}
                checked={present.includes(personId)}
                onChange={({ target }) =>
                  onChange(
                    target.checked
                      ? [...present, personId]
                      : present.filter((id) => id !== personId),
                  )
                }
              />
              <span aria-hidden="true">{words.here}</span>
            </span>
          </label>
        </li>
      ))}
    </ul>
  );
}

/** What stands at the end of the sheet to be pressed. */
function NextStep({ sheet, words }: { sheet: ReturnType<typeof useSheet>; words: SheetWords }) {
  const { outcome } = sheet;
  if (outcome === "signedOut") return <SignInAgain label={words.signIn} />;
  if (typeof outcome === "object" && "theirs" in outcome)
    return (
      <button type="button" className="button" onClick={() => sheet.merge(outcome.theirs)}>
        {words.merge}
      </button>
    );
  return (
    <button type="submit" className="button">
      {words.save}
    </button>
  );
}

/** The first letters of the first two words of a name: what the eye looks for in a list. */
function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter(Boolean).slice(0, 2);
  return words.map((word) => [...word][0]?.toLocaleUpperCase() ?? "").join("");
}

/** What would be refused anyway, said before it is sent. */
function faultOf(contents: SheetContents, { outOfRange, tooMany }: SheetWords): string | null {
  if (contents.tally.some(({ people }) => people < 0 || people > MOST_IN_CELL)) return outOfRange;
  return refusalFor(contents)?.code === "attendance.too_many_people" ? tooMany : null;
}

/** From paper, Enter goes to the next field; only the button saves. */
function moveOn(event: KeyboardEvent<HTMLFormElement>) {
  if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
  event.preventDefault();
  const fields = [
    ...event.currentTarget.querySelectorAll<HTMLInputElement>("input:not(:disabled)"),
  ];
  fields[fields.indexOf(event.target) + 1]?.focus();
}

type Screen = {
  unsaved: boolean;
  words: SheetWords;
  lines: SheetContents["lines"];
  people: Person[];
};

function sentence(outcome: Outcome, { unsaved, words, lines, people }: Screen): string {
  const { states, conflict } = words;
  const nameOf = (id: string | null) => {
    const at = lines.findIndex((line) => line.id === id);
    const name = people.find(({ personId }) => personId === id)?.displayName;
    return at >= 0 ? words.walkIn.replace("#", String(at + 1)) : isolated(name ?? words.tally);
  };
  if (typeof outcome === "object" && "partly" in outcome) {
    const reasons = outcome.partly.map(
      ({ id, message }) => `${nameOf(id)}${words.colon}${message}`,
    );
    return states.partly.replace("{reason}", () => reasons.join(" "));
  }
  if (typeof outcome === "object")
    return "theirs" in outcome ? conflict : states.refused.replace("{reason}", outcome.refused);
  if (outcome === "untouched") return unsaved ? states.changed : states.untouched;
  return outcome === "saved" && unsaved ? states.changed : states[outcome];
}
