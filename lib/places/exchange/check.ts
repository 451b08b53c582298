import { cleanText } from "#lib/foundation/platform/text/text.ts";
import { areReadable } from "#lib/places/spaces/opening-hours.ts";
import { KINDS, LANGUAGES, PRECISIONS } from "#lib/places/spaces/schema.ts";
import { type Country, countryAt } from "#lib/places/spaces/where.ts";
import {
  type ColumnField,
  DAY_FIELDS,
  type Field,
  LISTS,
  MOST_CHARACTERS,
  MOST_CHARACTERS_ELSEWHERE,
  type PlaceRecord,
  TYPOLOGY_OF_KIND,
  UNKNOWN_PIVOT,
} from "./fields.ts";
import {
  communeCode,
  day,
  degrees,
  LOST_DIGITS,
  phone,
  plainText,
  postcode,
  type Repaired,
  webAddress,
  weekHours,
} from "./repair.ts";

/**
 * One thing to say of a field: what was mended, what was left out, or why the row is refused.
 * `code` is a message.
 */
export type Note = { field: string; code: string; value: string };

/** A row as it came: text by field; what it has not is missing or empty. */
export type RawRow = Partial<Record<ColumnField, string>>;

export type Checked = {
  /** Null when the row is refused. */
  record: PlaceRecord | null;
  /** What the place is called, also where the row is refused; null where it says no name. */
  name: string | null;
  refusals: Note[];
  notes: Note[];
};

/**
 * A row as a place, or why it cannot be one. What the row needs (id, name, commune, point) refuses
 * it when it is missing or wrong; any other field that is wrong is left out, and said.
 */
export function checkRow(raw: RawRow): Checked {
  const row = new Row(raw);
  const point = pointOf(row);
  const country = countryOf(row.text("pays"), point?.country ?? null, row.text("code_postal"));
  keepTexts(row);
  keepPivot(row);
  keepCodes(row, country);
  keepContact(row, country);
  keepKnownWords(row);
  keepHours(row, country);
  // The standard asks for an address: where there is none, the commune stands in its place.
  row.record.adresse ??= row.record.commune;

  const { record, refusals } = row;
  const isWhole = refusals.length === 0 && point;
  return {
    record: isWhole ? inOrder({ ...record, ...point, pays: country } as PlaceRecord) : null,
    name: record.nom ?? null,
    refusals,
    notes: unique(row.notes),
  };
}

/** A row while it is looked at: its text, the record it becomes, and what is to be said of it. */
class Row {
  readonly record: Partial<Record<Field, string>> = {};
  readonly refusals: Note[] = [];
  readonly notes: Note[] = [];
  readonly #raw: RawRow;

  constructor(raw: RawRow) {
    this.#raw = raw;
  }

  /** What stands in a column, without what no text has. */
  text(field: ColumnField): string {
    return cleanText(this.#raw[field] ?? "")
      .replaceAll("\0", "")
      .toWellFormed()
      .trim();
  }

  note(field: string, code: string, value = ""): void {
    this.notes.push({ field, code, value: short(value) });
  }

  refuse(field: string, code: string, value = ""): void {
    this.refusals.push({ field, code, value: short(value) });
  }

  keep(field: Field, repaired: Repaired | null): void {
    if (!repaired) this.note(field, "left_out", this.text(field));
    else if (repaired.value) {
      this.record[field] = repaired.value;
      if (repaired.by) this.note(field, repaired.by, this.text(field));
    }
  }

  /** Keeps what a column says, where it says something. */
  keepAs(field: Field, read: (text: string) => Repaired | null): void {
    const text = this.text(field);
    if (text) this.keep(field, read(text));
  }

  /** A list joined by "|": the items that are well, each once; the others are said. */
  keepItems(field: Field, read: (item: string) => Repaired | null): void {
    const items = this.text(field)
      .split("|")
      .map((item) => item.trim())
      .filter(Boolean);
    const kept = items.flatMap((item) => {
      const repaired = read(item);
      if (!repaired) this.note(field, "left_out", item);
      else if (repaired.by) this.note(field, repaired.by, item);
      return repaired ? [repaired.value] : [];
    });
    if (kept.length > 0) this.record[field] = [...new Set(kept)].join("|");
  }
}

function keepTexts(row: Row): void {
  for (const field of TEXTS) {
    const value = row.text(field);
    if (!value) continue;
    const isMangled = NUMBERS_AS_TEXT.includes(field) && LOST_DIGITS.test(value);
    if (!isMangled) row.keep(field, shortened(plainText(value), field));
    else if (field === "id") row.refuse(field, "lost_digits", value);
    else row.note(field, "lost_digits", value);
  }
  for (const field of ["id", "nom", "commune"] as const)
    if (!row.record[field] && !row.refusals.some((one) => one.field === field))
      row.refuse(field, "missing");
}

/** A text cut to what its field may hold. */
function shortened(plain: Repaired, field: Field): Repaired {
  const most = MOST_CHARACTERS[field] ?? MOST_CHARACTERS_ELSEWHERE;
  return plain.value.length > most ? { value: cut(plain.value, most), by: "cut" } : plain;
}

/** The number of the organisation, without spaces and dots. */
function keepPivot(row: Row): void {
  const said = row.record.pivot;
  if (!said) return;
  const pivot = said.replace(/[\s.]/g, "");
  const isOne = /^[a-zA-Z0-9]{9,14}$/.test(pivot);
  if (!isOne) row.note("pivot", "left_out", said);
  row.record.pivot = isOne && pivot !== UNKNOWN_PIVOT ? pivot : undefined;
}

function keepCodes(row: Row, country: Country): void {
  row.keepAs("code_postal", (text) => postcode(text, country));
  row.keepAs("code_insee", (text) => communeCode(text, country));
  row.keepAs("date_maj", day);
}

function keepContact(row: Row, country: Country): void {
  const number = row.text("telephone");
  if (LOST_DIGITS.test(number)) row.note("telephone", "lost_digits", number);
  else row.keepAs("telephone", (text) => phone(text, country));
  row.keepAs("fiche_acces_libre", webAddress);
  row.keepAs("prise_rdv", webAddress);
  row.keepItems("site_web", webAddress);
  row.keepItems("courriels", (item) => (isMail(item) ? { value: item, by: null } : null));
}

/** What is one of the words that the standard, or the network, knows. */
function keepKnownWords(row: Row): void {
  for (const [field, known] of Object.entries(LISTS) as [Field, readonly string[]][])
    row.keepItems(field, (item) => {
      const found = known.find((one) => sameWord(one, item));
      return found ? { value: found, by: null } : null;
    });
  row.keepAs("precision", (text) => oneOf(PRECISIONS, text));
  row.keepAs("langue", (text) => oneOf(LANGUAGES, text));
  row.keepAs("genre", (text) => oneOf(KINDS, text));
  const { record } = row;
  if (!record.typologie && record.genre && TYPOLOGY_OF_KIND[record.genre])
    record.typologie = TYPOLOGY_OF_KIND[record.genre];
}

/** The hours as the standard writes them, or else those of seven columns. */
function keepHours(row: Row, country: Country): void {
  const written = row.text("horaires");
  if (written) {
    if (isKnownReadable(written, country)) row.record.horaires = written;
    else row.note("horaires", "hours_unreadable", written);
    return;
  }
  const days = DAY_FIELDS.map((field) => row.text(field));
  if (!days.some(Boolean)) return;
  const week = weekHours(days);
  if (!week) row.note("horaires", "hours_unreadable", days.filter(Boolean).join(" ; "));
  else if (week.value) row.record.horaires = week.value;
}

const TEXTS: Field[] = [
  "id",
  "pivot",
  "nom",
  "commune",
  "adresse",
  "complement_adresse",
  "presentation_resume",
  "presentation_detail",
  "source",
  "structure_parente",
  "autres_formations_labels",
];
const NUMBERS_AS_TEXT: Field[] = ["id", "pivot"];

const MOST_KNOWN = 2_000;
const readable = new Map<string, boolean>();

/** Many places of a file have the same hours: they are read once. */
function isKnownReadable(hours: string, country: Country): boolean {
  const key = `${country} ${hours}`;
  const known = readable.get(key) ?? areReadable(hours, country);
  if (readable.size >= MOST_KNOWN) readable.clear();
  readable.set(key, known);
  return known;
}

/** The point, the right way round; null when it is none, or lies in the sea or abroad. */
function pointOf(row: Row) {
  const latitude = row.text("latitude");
  const longitude = row.text("longitude");
  if (!latitude || !longitude) {
    row.refuse(latitude ? "longitude" : "latitude", "no_point");
    return null;
  }
  const [lat, lon] = [degrees(latitude), degrees(longitude)];
  if (!lat || !lon) {
    row.refuse(lat ? "longitude" : "latitude", "not_degrees", lat ? longitude : latitude);
    return null;
  }
  if (lat.by) row.note("latitude", lat.by, latitude);
  if (lon.by) row.note("longitude", lon.by, longitude);
  const there = countryAt(lat.value, lon.value);
  if (there) return { latitude: lat.value, longitude: lon.value, country: there };
  const swapped = countryAt(lon.value, lat.value);
  if (swapped) {
    row.note("latitude", "swapped", `${latitude}, ${longitude}`);
    return { latitude: lon.value, longitude: lat.value, country: swapped };
  }
  row.refuse("latitude", "not_on_land", `${latitude}, ${longitude}`);
  return null;
}

/**
 * What the row says; else what its postcode looks like near the border, else where its point lies.
 */
function countryOf(said: string, there: Country | null, code: string): Country {
  if (/^(BE|FR)$/i.test(said)) return said.toUpperCase() as Country;
  if (/^\d{5}$/.test(code)) return "FR";
  return there ?? (/^\d{4}$/.test(code) ? "BE" : "FR");
}

function inOrder({ country: _, ...record }: PlaceRecord & { country?: Country }): PlaceRecord {
  return Object.fromEntries(
    Object.entries(record).filter(([, value]) => value !== undefined && value !== ""),
  ) as PlaceRecord;
}

function oneOf(known: readonly string[], text: string): Repaired | null {
  return known.includes(text) ? { value: text, by: null } : null;
}

/** The same word, whatever its capitals, accents, apostrophes and spaces. */
function sameWord(one: string, other: string): boolean {
  return bare(one) === bare(other);
}

function bare(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[’`]/g, "'")
    .replace(/\s+/g, "")
    .toLowerCase();
}

function isMail(text: string): boolean {
  return (
    text.length <= 254 && /^[^\s@|<>"(),:;]+@[^\s@|<>"(),:;]+\.[^\s@|<>"(),:;]{2,}$/.test(text)
  );
}

/** @returns at most so many characters, never half of a pair */
function cut(text: string, most: number): string {
  const end = text.slice(0, most - 1);
  return `${end.isWellFormed() ? end : end.slice(0, -1)}…`;
}

/** What a value was, for its note: enough to find it by. */
function short(value: string): string {
  return value.length > 80 ? cut(value, 80) : value;
}

function unique(notes: Note[]): Note[] {
  return [...new Map(notes.map((one) => [`${one.field} ${one.code} ${one.value}`, one])).values()];
}
