import type { Translate } from "#lib/foundation/i18n/translator.ts";
import { codesOf, type TallyTrait } from "#lib/learning/attendance/traits.ts";

/** The joint table to count in by hand, in the order of its entry form: blocks, columns, rows. */
export function PaperTally({ t, traits }: { t: Translate; traits: readonly TallyTrait[] }) {
  const [row, column, block] = [...traits].reverse();
  if (!row || !column) return null;
  return (block ? codesOf(block) : [null]).map((blockCode) => (
    <table className="paper-grid wide-first" key={blockCode ?? "all"}>
      {blockCode && <caption>{t(`codes.${blockCode}`)}</caption>}
      <thead>
        <tr>
          <td />
          {codesOf(column).map((code) => (
            <th key={code} scope="col">
              {t(`codes.${code}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {codesOf(row).map((code) => (
          <tr key={code}>
            <th scope="row">{t(`codes.${code}`)}</th>
            {codesOf(column).map((other) => (
              <td key={other} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  ));
}
