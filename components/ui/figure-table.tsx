"use client";

import { useState } from "react";
import { readingOrder } from "#lib/foundation/platform/text/reading-order.ts";
import { useIsAlive } from "./alive.ts";
import { Icon } from "./icon.tsx";
import { Scrolling } from "./scrolling.tsx";
import "./figure-table.css";

/**
 * What stands in a cell, and the number to sort by: null where it has none (not shown, not asked).
 */
export type Cell = string | { shown: string; value: number | null };

export type FigureRows = {
  caption: string;
  columns: string[];
  /** The first cell of a row is what it is about. */
  rows: Cell[][];
  /** Sums and wholes: they stay below, however the rows are sorted. */
  sums?: Cell[][];
};

type Order = { column: number; isDescending: boolean };

/**
 * Figures in rows that can be sorted by any column, once scripts run. Where the screen is narrow it scrolls by
 * itself, and what a row is about stays in sight.
 */
export function FigureTable({ caption, columns, rows, sums = [] }: FigureRows) {
  const [order, setOrder] = useState<Order | null>(null);
  const canSort = useIsAlive();
  const sorted = order ? rows.toSorted((one, other) => compared(one, other, order)) : rows;
  const isNumber = (column: number) =>
    [...rows, ...sums].some((row) => typeof row[column] === "object");
  const sortBy = (column: number) =>
    setOrder((was) => ({
      column,
      isDescending: was?.column === column ? !was.isDescending : isNumber(column),
    }));
  const line = (row: Cell[], key: string) => (
    <tr key={key}>
      {row.map((cell, column) =>
        column === 0 ? (
          <th key={columns[column]} scope="row">
            {shownOf(cell)}
          </th>
        ) : (
          <td key={columns[column]} className={isNumber(column) ? "figure" : undefined}>
            {shownOf(cell)}
          </td>
        ),
      )}
    </tr>
  );
  return (
    <Scrolling className="figure-table" label={caption}>
      <table>
        <thead>
          <tr>
            {columns.map((name, column) => {
              const isSorted = order?.column === column;
              const direction = order?.isDescending ? "descending" : "ascending";
              return (
                <th
                  key={name}
                  scope="col"
                  className={isNumber(column) ? "figure" : undefined}
                  aria-sort={isSorted ? direction : undefined}
                >
                  {canSort ? (
                    <button type="button" onClick={() => sortBy(column)}>
                      {name}
                      <Icon name="down" />
                    </button>
                  ) : (
                    <span>
                      {name}
                      <Icon name="down" />
                    </span>
                  )}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>{sorted.map((row) => line(row, row.map(shownOf).join("|")))}</tbody>
        {sums.length > 0 && (
          <tfoot>{sums.map((row) => line(row, `sum ${shownOf(row[0] ?? "")}`))}</tfoot>
        )}
      </table>
    </Scrolling>
  );
}

function shownOf(cell: Cell): string {
  return typeof cell === "object" ? cell.shown : cell;
}

/** By number, else by name; what has no number comes last whichever way it is sorted. */
function compared(one: Cell[], other: Cell[], { column, isDescending }: Order): number {
  const [a, b] = [one[column] ?? "", other[column] ?? ""];
  const sign = isDescending ? -1 : 1;
  const [left, right] = [numberOf(a), numberOf(b)];
  if (left !== null && right !== null) return (left - right) * sign;
  if (left !== null || right !== null) return left === null ? 1 : -1;
  return readingOrder(shownOf(a), shownOf(b)) * sign;
}

function numberOf(cell: Cell): number | null {
  return typeof cell === "object" ? cell.value : null;
}
