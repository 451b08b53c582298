import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { ImportRow } from "./imports.ts";

/**
 * One thing that is said of a row: the field that it is about, empty for the row as a whole, and
 * the rest of the sentence.
 */
export type Saying = { field: string; text: string };

/**
 * What is said of a row of a file: why it is refused, what it is a duplicate of, what changes, or
 * what was mended.
 */
export function sayingsOf(
  locale: Locale,
  { outcome, said, twin, before, record }: ImportRow,
): Saying[] {
  const t = translator(locale, "places");
  const fieldName = (field: string) => t.or(`fields.${field}`, field);
  if (outcome === "duplicate" && twin) {
    const { kind, id, name, metres, likeness, same } = twin;
    const sentence = t(`import.twin.${kind}`, { id, name, metres, likeness });
    return [{ field: "", text: same ? `${sentence} (${t(`import.twinSame.${same}`)})` : sentence }];
  }
  if (outcome === "changed" && before && record) {
    const fields = [...new Set([...Object.keys(before), ...Object.keys(record)])];
    return fields
      .filter((field) => before[field] !== record[field])
      .map((field) => ({
        field: "",
        text: t("import.change", {
          field: fieldName(field),
          before: short(before[field]),
          after: short(record[field]),
        }),
      }));
  }
  return said.map(({ field, code, value }) => ({
    field: field ? fieldName(field) : "",
    text: t(`notes.${code}`, { value }),
  }));
}

const MOST_CHARACTERS = 120;

function short(value: string | number | undefined): string {
  const text = value === undefined ? "–" : String(value);
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…`.toWellFormed() : text;
}
