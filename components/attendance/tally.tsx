"use client";

import { useState } from "react";
import { cellKey, tallied } from "#lib/learning/attendance/rules.ts";
import {
  codesOf,
  TALLY_TRAITS,
  type TallyCell,
  type TallyTrait,
} from "#lib/learning/attendance/traits.ts";
import { Choices } from "./choices.tsx";
import type { SheetWords } from "./sheet-words.ts";
import { Stepper } from "./stepper.tsx";
import { TallyGrid } from "./tally-grid.tsx";
import { TallySummary } from "./tally-summary.tsx";

export type Combination = Omit<TallyCell, "people">;

type Props = {
  tally: TallyCell[];
  words: SheetWords;
  /** Every cell in sight, as on the printed grid. */
  asGrid: boolean;
  onChange: (tally: TallyCell[]) => void;
};

const NOTHING_ASKED: Combination = {
  gender: "not_asked",
  ageBand: "not_asked",
  labourStatus: "not_asked",
};

/**
 * Counts of a big group, by what is chosen to tell people apart, all of it together: nobody is made
 * out of a count. What was counted apart stays apart: a trait can be added, and taken away only
 * while nothing was counted by it.
 */
export function Tally({ tally, words, asGrid, onChange }: Props) {
  const counted = TALLY_TRAITS.filter((trait) => tally.some((cell) => cell[trait] !== "not_asked"));
  const [chosen, setChosen] = useState<TallyTrait[]>(["gender", "labourStatus"]);
  const [at, setAt] = useState(NOTHING_ASKED);
  const traits = TALLY_TRAITS.filter((trait) => chosen.includes(trait) || counted.includes(trait));
  const people = (cell: Combination) =>
    tally.find((known) => cellKey(known) === cellKey(cell))?.people ?? 0;
  const count = (cell: Combination, requested: number) => {
    const others = tally.filter((known) => cellKey(known) !== cellKey(cell));
    onChange(requested === 0 ? others : [...others, { ...cell, people: requested }]);
  };
  const last = traits.at(-1);
  const above = traits.slice(0, -1);
  // What is not told apart was not asked, whatever was pressed before.
  const here = Object.fromEntries(
    TALLY_TRAITS.map((trait) => [trait, above.includes(trait) ? at[trait] : "not_asked"]),
  ) as Combination;
  const nameOf = (cell: Combination) =>
    traits.map((trait) => words.codes[cell[trait]] ?? cell[trait]).join(", ") || words.people;

  return (
    <>
      <TraitChoice
        traits={traits}
        counted={counted}
        words={words}
        onChange={(trait, isChosen) =>
          setChosen(isChosen ? [...chosen, trait] : chosen.filter((known) => known !== trait))
        }
      />
      {counted.length > 0 && <p className="fact">{words.apartHint}</p>}
      {asGrid ? (
        <TallyGrid traits={traits} people={people} onCount={count} words={words} />
      ) : (
        <>
          {above.map((trait) => (
            <Choices
              key={trait}
              legend={words.traits[trait] ?? trait}
              name={`tally-${trait}`}
              codes={codesOf(trait)}
              chosen={at[trait]}
              words={words.codes}
              onChoose={(code) => setAt({ ...at, [trait]: code })}
              countOf={(code) => countedAt(tally, { ...at, [trait]: code }, upTo(above, trait))}
            />
          ))}
          <ul className="steppers">
            {(last ? codesOf(last) : ["people"]).map((code) => {
              const cell = last ? { ...here, [last]: code } : here;
              return (
                <li key={code}>
                  <Stepper
                    label={words.codes[code] ?? words.people}
                    name={nameOf(cell)}
                    value={people(cell)}
                    words={words}
                    onChange={(requested) => count(cell, requested)}
                  />
                </li>
              );
            })}
          </ul>
          <TallySummary tally={tally} traits={traits} words={words} />
        </>
      )}
      <p>
        <strong>
          {words.counted} {tallied(tally)}
        </strong>
      </p>
    </>
  );
}

type ApartProps = {
  traits: TallyTrait[];
  /** Something was counted by these: they stay. */
  counted: TallyTrait[];
  words: SheetWords;
  onChange: (trait: TallyTrait, isChosen: boolean) => void;
};

/** By what people are told apart. */
function TraitChoice({ traits, counted, words, onChange }: ApartProps) {
  return (
    <fieldset className="chips">
      <legend>{words.apart}</legend>
      {TALLY_TRAITS.map((trait) => (
        <label key={trait}>
          <input
            type="checkbox"
            checked={traits.includes(trait)}
            disabled={counted.includes(trait)}
            onChange={({ target }) => onChange(trait, target.checked)}
          />
          {words.traits[trait] ?? trait}
        </label>
      ))}
    </fieldset>
  );
}

function upTo(traits: TallyTrait[], last: TallyTrait): TallyTrait[] {
  return traits.slice(0, traits.indexOf(last) + 1);
}

/** How many were counted who are the same in these traits. */
function countedAt(tally: TallyCell[], same: Combination, traits: TallyTrait[]): number {
  return tallied(tally.filter((cell) => traits.every((trait) => cell[trait] === same[trait])));
}
