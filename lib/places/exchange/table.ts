import { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { parse as parseAll } from "csv-parse/sync";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";

const DELIMITERS = [",", ";", "\t", "|"] as const;
export type Delimiter = (typeof DELIMITERS)[number];

const MOST_COLUMNS = 200;
/** Characters of one row. A quote that is never closed ends here, and not with the memory. */
const MOST_CHARACTERS = 200_000;

export type TableHead = { columns: string[]; delimiter: Delimiter; samples: string[][] };

/**
 * The columns of a table, what stands between them, and its first rows: from the beginning of a
 * file.
 *
 * @throws DomainError invalid where there are no columns
 */
export function tableHead(text: string): TableHead {
  const { named, rest } = withoutName(text);
  const firstLine = rest.split(/\r?\n/, 1)[0] ?? "";
  const outside = firstLine.replaceAll(/"[^"]*"/g, "");
  const delimiter =
    named ??
    DELIMITERS.map((sign) => ({ sign, count: outside.split(sign).length })).toSorted(
      (one, other) => other.count - one.count,
    )[0]?.sign ??
    ",";
  // The last line may be cut off where the beginning ends.
  const lines = rest.split("\n");
  const whole = lines.length > 2 ? lines.slice(0, Math.min(12, lines.length - 1)).join("\n") : rest;
  let rows: string[][];
  try {
    rows = parseAll(whole, {
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      to: 6,
    });
  } catch {
    rows = parseAll(firstLine, { delimiter, relax_column_count: true, relax_quotes: true });
  }
  const [columns = [], ...samples] = rows;
  if (columns.length < 2 || columns.length > MOST_COLUMNS)
    throw new DomainError("invalid", { code: "places.no_columns" });
  return {
    columns: columns.map((column) => column.trim().slice(0, 100)),
    delimiter,
    samples: samples.slice(0, 3),
  };
}

/** Excel may say in a first line of its own what it puts between cells. */
function withoutName(text: string): { named: Delimiter | null; rest: string } {
  const bare = text.replace(/^\uFEFF/, "");
  const [line, sign] = bare.match(/^sep=(.)\r?\n/i) ?? [];
  const named = DELIMITERS.find((one) => one === sign) ?? null;
  return named && line ? { named, rest: bare.slice(line.length) } : { named: null, rest: bare };
}

/**
 * The rows of a table below its head, with the line each begins on. Backs off while its reader is
 * busy.
 *
 * @throws DomainError invalid where a quote is never closed
 */
export async function* rowsOf(
  pieces: AsyncIterable<string>,
  { delimiter, columns }: Pick<TableHead, "delimiter" | "columns">,
): AsyncGenerator<{ line: number; cells: string[] }> {
  /** The line on which the row begins that the parser reads. */
  let reading = 1;
  const parser = Readable.from(pieces).compose(
    parse({
      delimiter,
      bom: true,
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      max_record_size: MOST_CHARACTERS,
      // Of what was read before the fault, the parser hands out no more than its reader has asked for.
      on_record: (row: string[], { lines }) => {
        reading = lines + 1;
        return row;
      },
    }),
  );
  let hasHead = false;
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: string[];
      info: { lines: number };
    }>) {
      // The parser counts lines up to the end of a row: a cell may hold several.
      const line = info.lines - record.join("").split("\n").length + 1;
      if (hasHead) yield { line, cells: record };
      // The line that names the sign between cells is no head.
      else hasHead = record.length >= 2 && record.length === columns.length;
    }
  } catch (error) {
    if (error instanceof CsvError)
      throw new DomainError("invalid", { code: "places.broken_table", line: reading });
    throw error;
  }
}

/** With the wide signs of East Asian keyboards, which spreadsheets read as the narrow ones. */
const ACTS = /^'*[=+\-@\t\r\n＝＋－＠]/;
const NUMBER = /^[+-]?\d[\d.,]*$/;

/**
 * A cell that no spreadsheet takes for a formula: one that would be gets an apostrophe in front,
 * which spreadsheets do not show. Numbers and telephones stay as they are.
 */
export function disarmed(cell: string): string {
  return ACTS.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell;
}

/** The reverse of {@link disarmed}. */
export function armed(cell: string): string {
  return cell.startsWith("'") && ACTS.test(cell) ? cell.slice(1) : cell;
}
