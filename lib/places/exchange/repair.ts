import { dayHoursFrom, openingHoursOf } from "#lib/places/spaces/day-hours.ts";
import type { Country } from "#lib/places/spaces/where.ts";

/*
 * What people, spreadsheets and exports do to a value, undone where there is one way to undo it. Each function returns the value as
 * we keep it, and whether it had to be changed; null when nobody can say what was meant.
 */

export type Repaired<T = string> = { value: T; by: RepairName | null };
export type RepairName =
  | "decimal_comma"
  | "lost_zero"
  | "excel_day"
  | "day_order"
  | "phone_written"
  | "html"
  | "cut"
  | "https"
  | "hours_written";

/** "4,34933E+13": the digits behind are gone, so that no repair can bring them back. */
export const LOST_DIGITS = /^[+-]?\d([.,]\d+)?E\+\d+$/i;

/** A number of degrees. "50,6224" is 50.6224; "50.622.455" is nobody's. */
export function degrees(text: string): Repaired<number> | null {
  const plain = text.trim().replace(/\s*°$/, "");
  if (/^[+-]?\d{1,3}(\.\d+)?$/.test(plain)) return { value: Number(plain), by: null };
  if (/^[+-]?\d{1,3},\d+$/.test(plain))
    return { value: Number(plain.replace(",", ".")), by: "decimal_comma" };
  return null;
}

const DAYS_TO_1970 = 25_569;

/** A day as ISO 8601. Excel counts days since 1900; "3/4/2024" is the third of April here. */
export function day(text: string): Repaired | null {
  const plain = text.trim();
  const iso = plain.match(/^(\d{4}-\d\d-\d\d)([T ].*)?$/)?.[1];
  if (iso) return isDay(iso) ? { value: iso, by: null } : null;
  const [, date, month, year] = plain.match(/^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/) ?? [];
  if (date && month && year) {
    const value = `${year}-${month.padStart(2, "0")}-${date.padStart(2, "0")}`;
    return isDay(value) ? { value, by: "day_order" } : null;
  }
  if (!/^[34567]\d{4}(\.\d+)?$/.test(plain)) return null;
  const value = Temporal.PlainDate.from("1970-01-01").add({
    days: Math.floor(Number(plain)) - DAYS_TO_1970,
  });
  return { value: value.toString(), by: "excel_day" };
}

function isDay(text: string): boolean {
  try {
    return Temporal.PlainDate.from(text).year > 1900;
  } catch {
    return false;
  }
}

/**
 * Five digits in France, four in Belgium. A spreadsheet takes the zero in front of "01000" for
 * nothing.
 */
export function postcode(text: string, country: Country): Repaired | null {
  const plain = text.trim().replace(/\.0$/, "");
  const code = plain.replace(/^(B|F|BE|FR)-?\s?/i, "").replace(/\s/g, "");
  if (country === "BE") return /^[1-9]\d{3}$/.test(code) ? { value: code, by: null } : null;
  if (/^\d{5}$/.test(code)) return { value: code, by: null };
  return /^\d{4}$/.test(code) ? { value: `0${code}`, by: "lost_zero" } : null;
}

/** INSEE code of a commune in France, NIS code in Belgium. */
export function communeCode(text: string, country: Country): Repaired | null {
  const code = text.trim().toUpperCase().replace(/\.0$/, "");
  if (country === "BE") return /^[1-9]\d{4}$/.test(code) ? { value: code, by: null } : null;
  if (/^([013-9]\d|2[AB1-9])\d{3}$/.test(code)) return { value: code, by: null };
  return /^[1-9]\d{3}$/.test(code) ? { value: `0${code}`, by: "lost_zero" } : null;
}

/** Prefixes of France and its territories overseas, as the standard lists them. */
const FRENCH = ["33", "590", "594", "262", "596", "269", "687", "689", "508", "681"];

/** A number with the prefix of its country: "03 20 11 22 33" is "+33320112233" in France. */
export function phone(text: string, country: Country): Repaired | null {
  const digits = text
    .trim()
    .replace(/\(0\)/, "")
    .replace(/[\s().\-/]/g, "");
  const plain = digits.replace(/^00/, "+");
  const by = plain === text.trim() ? null : ("phone_written" as const);
  const fits = (value: string) =>
    country === "BE"
      ? /^\+32\d{8,9}$/.test(value)
      : FRENCH.some((prefix) => new RegExp(`^\\+${prefix}\\d{6,9}$`).test(value));
  if (plain.startsWith("+")) return fits(plain) ? { value: plain, by } : null;
  const prefix = country === "BE" ? "32" : "33";
  const ways = [
    plain.startsWith("0") ? `+${prefix}${plain.slice(1)}` : "",
    /^(32|33|590|594|262|596|269|687|689|508|681)/.test(plain) && plain.length > 10
      ? `+${plain}`
      : "",
    // Nine digits in France, eight or nine in Belgium: the zero in front is gone.
    plain.length === 9 || (country === "BE" && plain.length === 8) ? `+${prefix}${plain}` : "",
  ];
  const value = ways.find((way) => way && /^\+\d+$/.test(way) && fits(way));
  return value ? { value, by: "phone_written" } : null;
}

/** An address on the web; what lacks its "https://" gets it. */
export function webAddress(text: string): Repaired | null {
  const plain = text.trim();
  const isNamed = /^https?:\/\//i.test(plain);
  if (!isNamed && !/^(www\.)?[\w-]+(\.[\w-]+)+(\/\S*)?$/.test(plain)) return null;
  const value = isNamed ? plain : `https://${plain}`;
  return URL.canParse(value) && !/[\s|]/.test(value)
    ? { value, by: isNamed ? null : "https" }
    : null;
}

const ENTITIES: Record<string, string> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  eacute: "é",
  egrave: "è",
  agrave: "à",
  ccedil: "ç",
};

/**
 * Plain text: what an editor of web pages left in it goes, what it says stays. What was written
 * twice over is undone as often.
 */
export function plainText(text: string): Repaired {
  const tidy = text.replace(/\r\n?/g, "\n").trim();
  let value = tidy;
  for (let last = ""; value !== last && MARKED.test(value); ) {
    last = value;
    value = withoutMarks(value);
  }
  return { value, by: value === tidy ? null : "html" };
}

const MARKED = /<\/?[a-z!][^>]*>|&(#\d+|#x[\da-f]+|[a-z]+);/i;

function withoutMarks(text: string): string {
  return text
    .replace(/<(script|style)\b[^>]*>[\s\S]*?(<\/\1\s*>|$)/gi, " ")
    .replace(/<(br|\/p|\/li|\/div)\b[^>]*>/gi, "\n")
    .replace(/<\/?[a-z!][^>]*>/gi, " ")
    .replace(/&(#\d{1,7}|#x[\da-f]{1,6}|[a-z]+);/gi, (all, name: string) => entity(name) ?? all)
    .replace(/[^\S\n]+/g, " ")
    .replace(/ *\n[\n ]*/g, "\n")
    .trim();
}

function entity(name: string): string | null {
  if (!name.startsWith("#")) return ENTITIES[name.toLowerCase()] ?? null;
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  const isText = code >= 32 && code <= 0x10_ff_ff && !(code >= 0xd8_00 && code <= 0xdf_ff);
  return isText ? String.fromCodePoint(code) : null;
}

/**
 * Hours of the seven days, Monday first, in OpenStreetMap's syntax: "09:00 - 12:00 / 13h30 - 17h"
 * is read as people write it.
 *
 * @returns null when a day cannot be read; an empty text when every day is empty
 */
export function weekHours(days: readonly string[]): Repaired | null {
  if (days.every((text) => text.trim() === "")) return { value: "", by: null };
  const week = days.map((text) => dayHoursFrom(text));
  if (week.some((hours) => hours === null)) return null;
  return {
    value: openingHoursOf(week as NonNullable<(typeof week)[number]>[], false),
    by: "hours_written",
  };
}
