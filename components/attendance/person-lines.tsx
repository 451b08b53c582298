"use client";

import { useState } from "react";
import {
  ANSWER_STATES,
  type Country,
  codesOf,
  GROUP_ANSWERS,
  GROUPS,
  hasAnswer,
  isSomebody,
  type PersonLine,
  TRAIT_NAMES,
  untouchedLine,
} from "#lib/learning/attendance/traits.ts";
import { Choices } from "./choices.tsx";
import type { SheetWords } from "./sheet-words.ts";

export type LinesProps = {
  lines: PersonLine[];
  country: Country;
  words: SheetWords;
  onChange: (lines: PersonLine[]) => void;
};

const GROUP_CODES = [...GROUP_ANSWERS, ...ANSWER_STATES];
const MOST_AGAIN = 99;

/**
 * People without a name, by taps: one press per answer, the next person with one more, the same
 * again with one.
 */
export function PersonLines({ lines, country, words, onChange }: LinesProps) {
  const [editing, setEditing] = useState<string | null>(null);
  const [kept, setKept] = useState<string[]>([]);
  const [times, setTimes] = useState(1);
  // The next person is nobody yet: a line comes of it with the first answer, or when it is counted
  // without one.
  const [next, setNext] = useState<PersonLine | null>(null);
  const last = lines.findLast(isSomebody);
  const current = next?.id === editing ? next : lines.find(({ id }) => id === editing);
  const isCounted = current !== undefined && current !== next && isSomebody(current);

  const replace = (line: PersonLine) => {
    if (line.id === next?.id) {
      setNext(null);
      onChange([...lines, line]);
    } else onChange(lines.map((known) => (known.id === line.id ? line : known)));
  };
  const addPerson = () => {
    // One that was begun and says nothing is the next person already.
    const begun = next ?? lines.find((line) => !isSomebody(line)) ?? nextLine(last, kept, country);
    if (!lines.includes(begun)) setNext(begun);
    setEditing(begun.id);
  };
  const again = (line: PersonLine) => {
    const copies = Array.from({ length: times }, () => ({ ...line, id: crypto.randomUUID() }));
    onChange([...lines, ...copies]);
    setTimes(1);
  };

  return (
    <>
      {current && (
        <EditedLine
          line={current}
          legend={nameOfLine(words, current === next ? lines.length : lines.indexOf(current))}
          isCounted={isCounted}
          country={country}
          words={words}
          onChange={replace}
        />
      )}
      <p className="row">
        <button type="button" className="button" onClick={addPerson}>
          {last ? words.next : words.add}
        </button>
        {last && (
          <Again
            times={times}
            words={words}
            onTimes={setTimes}
            onAgain={() => again(isCounted ? current : last)}
          />
        )}
      </p>
      <KeptAnswers kept={kept} country={country} words={words} onChange={setKept} />
      <LineList
        lines={lines}
        words={words}
        onEdit={setEditing}
        onRemove={(removed) => onChange(lines.filter(({ id }) => id !== removed))}
      />
    </>
  );
}

type EditedProps = {
  line: PersonLine;
  legend: string;
  isCounted: boolean;
  country: Country;
  words: SheetWords;
  onChange: (line: PersonLine) => void;
};

/** The line that is being filled in: every question with its answers, a press each. */
function EditedLine({ line, legend, isCounted, country, words, onChange }: EditedProps) {
  return (
    <fieldset className="line">
      <legend>{legend}</legend>
      {TRAIT_NAMES.map((trait) => (
        <Choices
          key={trait}
          legend={words.traits[trait] ?? trait}
          name={`${line.id}-${trait}`}
          codes={codesOf(trait)}
          chosen={line[trait]}
          words={words.codes}
          onChoose={(code) => onChange({ ...line, [trait]: code })}
        />
      ))}
      <details>
        <summary>{words.more}</summary>
        {GROUPS[country].map((group) => (
          <Choices
            key={group}
            legend={words.groups[group] ?? group}
            name={`${line.id}-${group}`}
            codes={GROUP_CODES}
            chosen={line.groups[group] ?? "not_asked"}
            words={words.codes}
            onChoose={(code) => onChange({ ...line, groups: { ...line.groups, [group]: code } })}
          />
        ))}
      </details>
      {!isCounted && <NotCounted line={line} words={words} onCount={onChange} />}
    </fieldset>
  );
}

type NotCountedProps = {
  line: PersonLine;
  words: SheetWords;
  onCount: (line: PersonLine) => void;
};

/** Says that the line is nobody yet, and counts it as it is or without any answer. */
function NotCounted({ line, words, onCount }: NotCountedProps) {
  const isAnswered = hasAnswer(line);
  return (
    <div className="row">
      <p className="fact">{words.notCounted}</p>
      <button
        type="button"
        className="button quiet"
        onClick={() => onCount(isAnswered ? line : { ...line, counted: true })}
      >
        {isAnswered ? words.countAsIs : words.countWithout}
      </button>
    </div>
  );
}

type AgainProps = {
  times: number;
  words: SheetWords;
  onTimes: (times: number) => void;
  onAgain: () => void;
};

/** The same person again, as many times as is typed. */
function Again({ times, words, onTimes, onAgain }: AgainProps) {
  return (
    <span className="again">
      <button type="button" className="button quiet" onClick={onAgain}>
        {words.again}
      </button>
      <label className="repeats">
        {words.times}
        <input
          inputMode="numeric"
          value={times}
          onFocus={({ target }) => target.select()}
          onChange={({ target }) => {
            const requested = Number(target.value.replace(/\D/g, ""));
            onTimes(Math.max(1, Math.min(MOST_AGAIN, requested)));
          }}
        />
      </label>
    </span>
  );
}

type KeptProps = {
  kept: string[];
  country: Country;
  words: SheetWords;
  onChange: (kept: string[]) => void;
};

/** Which answers the next person begins with: those of the last. */
function KeptAnswers({ kept, country, words, onChange }: KeptProps) {
  return (
    <details>
      <summary>{words.keep}</summary>
      <div className="chips">
        {[...TRAIT_NAMES, ...GROUPS[country]].map((question) => (
          <label key={question}>
            <input
              type="checkbox"
              checked={kept.includes(question)}
              onChange={({ target }) =>
                onChange(
                  target.checked ? [...kept, question] : kept.filter((known) => known !== question),
                )
              }
            />
            {words.traits[question] ?? words.groups[question] ?? question}
          </label>
        ))}
      </div>
    </details>
  );
}

type ListProps = {
  lines: PersonLine[];
  words: SheetWords;
  onEdit: (id: string) => void;
  onRemove: (id: string) => void;
};

/** Latest first, below: what is pressed for the next person stays where it is. */
function LineList({ lines, words, onEdit, onRemove }: ListProps) {
  return (
    <ol className="people" reversed>
      {[...lines.entries()].reverse().map(([at, line]) => (
        <li key={line.id}>
          <span className="said">
            <strong>{nameOfLine(words, at)}</strong>{" "}
            {isSomebody(line) ? said(line, words) : words.notCounted}
          </span>
          <button
            type="button"
            className="button quiet"
            aria-label={`${words.change}${words.colon}${nameOfLine(words, at)}`}
            onClick={() => onEdit(line.id)}
          >
            {words.change}
          </button>
          <button
            type="button"
            className="button quiet"
            aria-label={`${words.remove}${words.colon}${nameOfLine(words, at)}`}
            onClick={() => onRemove(line.id)}
          >
            {words.remove}
          </button>
        </li>
      ))}
    </ol>
  );
}

/** What a line without a name is called: the number that it has in the list. */
function nameOfLine({ walkIn }: SheetWords, at: number): string {
  return walkIn.replace("#", String(at + 1));
}

/** A line that begins with the answers of the last one which were chosen to stay the same. */
function nextLine(last: PersonLine | undefined, kept: string[], country: Country): PersonLine {
  const line = untouchedLine(crypto.randomUUID(), country);
  if (!last) return line;
  const traits = TRAIT_NAMES.filter((trait) => kept.includes(trait)).map((trait) => [
    trait,
    last[trait],
  ]);
  const groups = GROUPS[country]
    .filter((group) => kept.includes(group))
    .map((group) => [group, last.groups[group] ?? "not_asked"]);
  return {
    ...line,
    ...Object.fromEntries(traits),
    groups: { ...line.groups, ...Object.fromEntries(groups) },
  };
}

/**
 * What a line says in short: without what was not asked, and of the groups what is not a plain no.
 */
function said(line: PersonLine, { traits, groups, codes, colon }: SheetWords): string {
  const isPlain = (code: string) => code !== "not_asked";
  const named = (name: string, code: string) => `${name}${colon}${codes[code] ?? code}`;
  const answers = [
    ...(["gender", "ageBand", "labourStatus", "educationBand"] as const).flatMap((trait) => {
      const code = line[trait];
      if (!isPlain(code)) return [];
      const isState = ANSWER_STATES.some((state) => state === code);
      return [isState ? named(traits[trait] ?? trait, code) : (codes[code] ?? code)];
    }),
    ...(isPlain(line.firstTime) ? [named(traits.firstTime ?? "", line.firstTime)] : []),
    ...Object.entries(line.groups)
      .filter(([, code]) => isPlain(code) && code !== "no")
      .map(([group, code]) => named(groups[group] ?? group, code)),
  ];
  return answers.join(" · ") || (codes.not_asked ?? "");
}
