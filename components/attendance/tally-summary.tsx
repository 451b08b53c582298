import { Scrolling } from "#components/ui/scrolling.tsx";
import { cellKey } from "#lib/learning/attendance/rules.ts";
import { codesOf, type TallyCell, type TallyTrait } from "#lib/learning/attendance/traits.ts";
import type { SheetWords } from "./sheet-words.ts";

type Words = Pick<SheetWords, "traits" | "codes" | "people" | "tally">;

/** What was counted, combination by combination. */
export function TallySummary({
  tally,
  traits,
  words,
}: {
  tally: TallyCell[];
  traits: readonly TallyTrait[];
  words: Words;
}) {
  if (tally.length === 0) return null;
  const order = (cell: TallyCell) =>
    traits.map((trait) => codesOf(trait).indexOf(cell[trait]) + 10).join();
  return (
    <Scrolling label={words.tally}>
      <table className="data">
        <thead>
          <tr>
            {traits.map((trait) => (
              <th key={trait} scope="col">
                {words.traits[trait] ?? trait}
              </th>
            ))}
            <th scope="col">{words.people}</th>
          </tr>
        </thead>
        <tbody>
          {[...tally]
            .sort((one, other) => (order(one) < order(other) ? -1 : 1))
            .map((cell) => (
              <tr key={cellKey(cell)}>
                {traits.map((trait) => (
                  <td key={trait}>{words.codes[cell[trait]] ?? cell[trait]}</td>
                ))}
                <td>{cell.people}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </Scrolling>
  );
}
