import type { ReactNode } from "react";
import { Scrolling } from "#components/ui/scrolling.tsx";

/** @property stacks on a phone each row is a block, each cell under the name of its column */
type Props = {
  caption: string;
  columns: string[];
  rows: ReactNode[][];
  stacks?: boolean;
};

/**
 * Rows as they stand in a file. Where the screen is narrow it scrolls by itself; a table of
 * sentences (`declaration`) stands row under row there, each cell under the name of its column.
 */
export function DataTable({ caption, columns, rows, stacks = false }: Props) {
  return (
    <Scrolling label={caption}>
      <table className={stacks ? "data stacks" : "data"}>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file have no name but their place.
            <tr key={at}>
              {row.map((value, column) => (
                <td key={columns[column]} data-column={columns[column]}>
                  {value}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolling>
  );
}
