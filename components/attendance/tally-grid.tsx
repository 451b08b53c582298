import { Scrolling } from "#components/ui/scrolling.tsx";
import { codesOf, type TallyTrait } from "#lib/learning/attendance/traits.ts";
import type { SheetWords } from "./sheet-words.ts";
import { CountField } from "./stepper.tsx";
import type { Combination } from "./tally.tsx";

type Props = {
  traits: TallyTrait[];
  people: (cell: Combination) => number;
  onCount: (cell: Combination, people: number) => void;
  words: SheetWords;
};

/**
 * The joint table in the order of the printed grid: a block for each code of the first of three
 * traits, then columns, then rows.
 */
export function TallyGrid({ traits, people, onCount, words }: Props) {
  const [row, column, block] = [...traits].reverse();
  const inWords = (code: string) => words.codes[code] ?? code;
  return (
    <Scrolling label={words.tally}>
      {(block ? codesOf(block) : [null]).map((blockCode) => (
        <table className="data entry" key={blockCode ?? "all"}>
          {blockCode && <caption>{inWords(blockCode)}</caption>}
          {column && (
            <thead>
              <tr>
                <td />
                {codesOf(column).map((code) => (
                  <th key={code} scope="col">
                    {inWords(code)}
                  </th>
                ))}
              </tr>
            </thead>
          )}
          <tbody>
            {(row ? codesOf(row) : [null]).map((rowCode) => (
              <tr key={rowCode ?? "people"}>
                <th scope="row">{rowCode ? inWords(rowCode) : words.people}</th>
                {(column ? codesOf(column) : [null]).map((columnCode) => {
                  const cell = combination([
                    [block, blockCode],
                    [column, columnCode],
                    [row, rowCode],
                  ]);
                  return (
                    <td key={columnCode ?? "people"}>
                      <CountField
                        name={
                          [blockCode, columnCode, rowCode]
                            .filter((code) => code !== null)
                            .map(inWords)
                            .join(", ") || words.people
                        }
                        value={people(cell)}
                        words={words}
                        onChange={(requested) => onCount(cell, requested)}
                      />
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </Scrolling>
  );
}

function combination(answers: [TallyTrait | undefined, string | null][]): Combination {
  const said = Object.fromEntries(
    answers.flatMap(([trait, code]) => (trait && code ? [[trait, code]] : [])),
  );
  return { gender: "not_asked", ageBand: "not_asked", labourStatus: "not_asked", ...said };
}
