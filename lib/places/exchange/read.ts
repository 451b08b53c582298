import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { type Encoding, encodingOf, HEAD_BYTES, textOf } from "./bytes.ts";
import { type Checked, checkRow, type Note, type RawRow } from "./check.ts";
import { itemsOf } from "./items.ts";
import { guessMapping, isStandard, type Mapping } from "./mapping.ts";
import { rowOfObject } from "./objects.ts";
import { armed, type Delimiter, rowsOf, tableHead } from "./table.ts";

/** What a file is, from its beginning. */
export type FileHead =
  | { kind: "json"; encoding: Encoding }
  | {
      kind: "table";
      encoding: Encoding;
      columns: string[];
      delimiter: Delimiter;
      /** The first rows, to show beside the columns. */
      samples: string[][];
      mapping: Mapping;
      /** In the standard as it stands: nobody needs to look at the mapping. */
      isStandard: boolean;
    };

/**
 * @param head the first bytes of a file, at most {@link HEAD_BYTES} of them.
 * @throws DomainError invalid where it is neither a table nor JSON
 */
export function fileHead(head: Uint8Array): FileHead {
  if (head.byteLength === 0) throw new DomainError("invalid", { code: "places.empty_file" });
  const encoding = encodingOf(head);
  const text = new TextDecoder(encoding).decode(head.subarray(0, HEAD_BYTES), { stream: true });
  // What is no text holds zeros: a workbook, a picture, an archive.
  if (text.includes("\0")) throw new DomainError("invalid", { code: "places.not_a_table" });
  if (/^\s*[[{]/.test(text)) return { kind: "json", encoding };
  const { columns, delimiter, samples } = tableHead(text);
  return {
    kind: "table",
    encoding,
    columns,
    delimiter,
    samples,
    mapping: guessMapping(columns),
    isStandard: isStandard(columns),
  };
}

export type ReadRow = Checked & { line: number };

/** How a file is read: what its head says, with the mapping that somebody agreed to. */
export type Reading =
  | { kind: "json"; encoding: Encoding }
  | {
      kind: "table";
      encoding: Encoding;
      columns: string[];
      delimiter: Delimiter;
      mapping: Mapping;
    };

/**
 * Every row of a file, checked, in its order. Never more of the file is held than one piece and one
 * row.
 *
 * @throws DomainError invalid for the file as a whole, naming the line
 */
export async function* readRows(
  pieces: AsyncIterable<Uint8Array>,
  reading: Reading,
): AsyncGenerator<ReadRow> {
  const text = textOf(pieces, reading.encoding);
  try {
    if (reading.kind === "json") {
      for await (const { line, value } of itemsOf(text)) {
        const row = rowOfObject(value);
        yield { line, ...(row ? checkRow(row) : refused("", "too_long")) };
      }
      return;
    }
    const { columns, mapping } = reading;
    const isNumbered = !mapping.includes("id");
    for await (const { line, cells } of rowsOf(text, reading)) {
      const isTorn = cells.length > columns.length || cells.length < Math.ceil(columns.length / 2);
      const row = rowOf(cells, mapping);
      // Without a number of its own, a place is known by its name and town: the same file names it
      // the same next time.
      if (isNumbered) row.id = [row.nom, row.commune].filter(Boolean).join(", ");
      const checked = checkRow(row);
      yield {
        line,
        ...(isTorn
          ? {
              ...refused("", "columns", `${cells.length} / ${columns.length}`),
              name: checked.name,
            }
          : checked),
      };
    }
  } catch (error) {
    if (error instanceof TypeError)
      throw new DomainError("invalid", { code: "places.broken_text" });
    throw error;
  }
}

function rowOf(cells: readonly string[], mapping: Mapping): RawRow {
  const row: RawRow = {};
  for (const [at, field] of mapping.entries()) {
    const cell = cells[at]?.replaceAll("\0", "");
    if (field && cell) row[field] = armed(cell);
  }
  return row;
}

function refused(field: string, code: string, value = ""): Checked {
  const note: Note = { field, code, value };
  return { record: null, name: null, refusals: [note], notes: [] };
}
