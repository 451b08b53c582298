import { cleanText } from "#lib/foundation/platform/text.ts";
import { areReadable } from "#lib/places/spaces/opening-hours.ts";
import { KINDS, PRECISIONS } from "#lib/places/spaces/schema.ts";
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

/** One thing to say of a field: what was mended, what was left out, or why the row is refused. `code` is a message. */
export type Note = { field: string; code: string; value: string };

/** A row as it came: text by field; what it has not is missing or empty. */
export type RawRow = Partial<Record<ColumnField, string>>;

export type Checked = {
  /** Null when the row is refused. */
  record: PlaceRecord | null;
  refusals: Note[];
  notes: Note[];
};

/**
 * A row as a place, or why it cannot be one. What the row needs (id, name, commune, point) refuses it when it is missing or wrong; any
 * other field that is wrong is left out, and said.
 */
export function checkRow(raw: RawRow): Checked {
  const refusals: Note[] = [];
  const notes: Note[] = [];
  const note = (field: string, code: string, value = "") => notes.push({ field, code, value: short(value) });
  const refuse = (field: string, code: string, value = "") =>
    refusals.push({ field, code, value: short(value) });
  const text = (field: ColumnField) =>
    cleanText(raw[field] ?? "")
      .replaceAll("\0", "")
      .toWellFormed()
      .trim();

  const point = pointOf(text("latitude"), text("longitude"), { note, refuse });
  const country = countryOf(text("pays"), point?.country ?? null, text("code_postal"));

  const record: Partial<Record<Field, string>> = {};
  const keep = (field: Field, repaired: Repaired | null) => {
    if (!repaired) note(field, "left_out", text(field));
    else if (repaired.value) {
      record[field] = repaired.value;
      if (repaired.by) note(field, repaired.by, text(field));
    }
  };
  for (const field of TEXTS) {
    const value = text(field);
    if (!value) continue;
    if (NUMBERS_AS_TEXT.includes(field) && LOST_DIGITS.test(value)) {
      (field === "id" ? refuse : note)(field, "lost_digits", value);
      continue;
    }
    const plain = plainText(value);
    const most = MOST_CHARACTERS[field] ?? MOST_CHARACTERS_ELSEWHERE;
    const isLong = plain.value.length > most;
    keep(field, isLong ? { value: cut(plain.value, most), by: "cut" } : plain);
  }
  for (const field of ["id", "nom", "commune"] as const)
    if (!record[field] && !refusals.some((one) => one.field === field)) refuse(field, "missing");

  if (record.pivot && !/^[a-zA-Z0-9]{9,14}$/.test(record.pivot.replace(/[\s.]/g, ""))) {
    note("pivot", "left_out", record.pivot);
    record.pivot = undefined;
  } else if (record.pivot) {
    const pivot = record.pivot.replace(/[\s.]/g, "");
    record.pivot = pivot === UNKNOWN_PIVOT ? undefined : pivot;
  }

  if (text("code_postal")) keep("code_postal", postcode(text("code_postal"), country));
  if (text("code_insee")) keep("code_insee", communeCode(text("code_insee"), country));
  if (text("telephone"))
    if (LOST_DIGITS.test(text("telephone"))) note("telephone", "lost_digits", text("telephone"));
    else keep("telephone", phone(text("telephone"), country));
  for (const field of ["fiche_acces_libre", "prise_rdv"] as const)
    if (text(field)) keep(field, webAddress(text(field)));
  keepItems("site_web", (item) => webAddress(item));
  keepItems("courriels", (item) => (isMail(item) ? { value: item, by: null } : null));
  for (const [field, known] of Object.entries(LISTS) as [Field, readonly string[]][])
    keepItems(field, (item) => {
      const found = known.find((one) => sameWord(one, item));
      return found ? { value: found, by: null } : null;
    });
  if (text("precision")) keep("precision", oneOf(PRECISIONS, text("precision")));
  if (text("langue")) keep("langue", oneOf(["nl", "fr"], text("langue")));
  if (text("genre")) keep("genre", oneOf(KINDS, text("genre")));
  if (!record.typologie && record.genre && TYPOLOGY_OF_KIND[record.genre])
    record.typologie = TYPOLOGY_OF_KIND[record.genre];
  if (text("date_maj")) keep("date_maj", day(text("date_maj")));
  // The standard asks for an address: where there is none, the commune stands in its place.
  record.adresse ??= record.commune;
  keepHours();

  const isWhole = refusals.length === 0 && point;
  return {
    record: isWhole ? inOrder({ ...record, ...point, pays: country } as PlaceRecord) : null,
    refusals,
    notes: unique(notes),
  };

  /** A list joined by "|": the items that are well, each once; the others are said. */
  function keepItems(field: Field, read: (item: string) => Repaired | null): void {
    const items = text(field)
      .split("|")
      .map((item) => item.trim())
      .filter(Boolean);
    const kept = items.flatMap((item) => {
      const repaired = read(item);
      if (!repaired) note(field, "left_out", item);
      else if (repaired.by) note(field, repaired.by, item);
      return repaired ? [repaired.value] : [];
    });
    if (kept.length > 0) record[field] = [...new Set(kept)].join("|");
  }

  function keepHours(): void {
    const written = text("horaires");
    const days = DAY_FIELDS.map((field) => text(field));
    if (written) {
      if (!isKnownReadable(written, country)) note("horaires", "hours_unreadable", written);
      else record.horaires = written;
    } else if (days.some(Boolean)) {
      const week = weekHours(days);
      if (!week) note("horaires", "hours_unreadable", days.filter(Boolean).join(" ; "));
      else if (week.value) record.horaires = week.value;
    }
  }
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

type Say = { note: (field: string, code: string, value?: string) => void; refuse: Say["note"] };

/** The point, the right way round; null when it is none, or lies in the sea or abroad. */
function pointOf(latitude: string, longitude: string, { note, refuse }: Say) {
  if (!latitude || !longitude) {
    refuse(latitude ? "longitude" : "latitude", "no_point");
    return null;
  }
  const [lat, lon] = [degrees(latitude), degrees(longitude)];
  if (!lat || !lon) {
    refuse(lat ? "longitude" : "latitude", "not_degrees", lat ? longitude : latitude);
    return null;
  }
  if (lat.by) note("latitude", lat.by, latitude);
  if (lon.by) note("longitude", lon.by, longitude);
  const there = countryAt(lat.value, lon.value);
  if (there) return { latitude: lat.value, longitude: lon.value, country: there };
  const swapped = countryAt(lon.value, lat.value);
  if (swapped) {
    note("latitude", "swapped", `${latitude}, ${longitude}`);
    return { latitude: lon.value, longitude: lat.value, country: swapped };
  }
  refuse("latitude", "not_on_land", `${latitude}, ${longitude}`);
  return null;
}

/** What the row says; else what its postcode looks like near the border, else where its point lies. */
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
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[’`]/g, "'").replace(/\s+/g, "").toLowerCase();
}

function isMail(text: string): boolean {
  return text.length <= 254 && /^[^\s@|<>"(),:;]+@[^\s@|<>"(),:;]+\.[^\s@|<>"(),:;]{2,}$/.test(text);
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
