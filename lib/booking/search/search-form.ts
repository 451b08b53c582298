import type { Interval } from "#db/types.ts";
import { NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { cleanText } from "#lib/foundation/platform/text/text.ts";
import { wallHours, wallTime } from "#lib/foundation/platform/time/days.ts";
import {
  readDay,
  readTypedDay,
  readTypedTime,
  writtenOr,
} from "#lib/foundation/platform/time/moments.ts";
import { area, FEATURES, SLUG } from "#lib/places/spaces/schema.ts";
import type { When } from "./phrases.ts";
import { MAX_PHRASE } from "./schema.ts";

export { NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";

export const NEEDS = ["projector", "laptop", "whiteboard", "wheelchair", "camera"] as const;

/** What else a room can be chosen by: it has it, or it has not. */
export const ROOM_FEATURES = FEATURES.filter(
  (feature) => !(NEEDS as readonly string[]).includes(feature),
);

/** How long any part of the time may be, in minutes. */
export const PART_LENGTHS = [30, 60, 90, 120, 180, 240];

/** How far from a point, in kilometres. */
export const REACHES = [5, 10, 20, 50];
export const USUAL_REACH = "20";

/**
 * The search bar as it stands: always filled, so that one look says what is searched. Its fields
 * are the address.
 */
export type SearchForm = {
  /** A time in words, not yet understood. */
  when: string;
  /** The words from which day and hours were read. */
  wrote: string;
  day: string;
  /** The last day, when any of several will do. */
  until: string;
  from: string;
  to: string;
  /** How long, when any part of the hours will do; empty for all of them. */
  minutes: string;
  people: string;
  needs: string[];
  /** "laptop": one for each person, instead of one. */
  each: string;
  features: string[];
  town: string;
  km: string;
  /** "3.1,50.6,3.4,50.8": the part of the map that was shown. */
  bbox: string;
  space: string;
  /** How many pages of rooms are shown; empty for one. */
  pages: string;
};

type Params = PageQuery;

const DEFAULT_FROM = "14:00";
const DEFAULT_TO = "16:00";
const LONGEST_SPAN_DAYS = 31;

/** What the address says, with tomorrow afternoon for what it leaves open. */
export function searchFormFrom(params: Params, now: Temporal.Instant): SearchForm {
  const tomorrow = now.toZonedDateTimeISO(NETWORK_ZONE).toPlainDate().add({ days: 1 }).toString();
  const one = (name: string) =>
    cleanText((Array.isArray(params[name]) ? params[name][0] : params[name]) ?? "");
  const many = (name: string) => [...new Set([params[name] ?? []].flat())].filter(Boolean);
  return {
    // The bar shows what was understood: sent back as it was, it says nothing new, and the fields
    // hold.
    when: one("when").trim() === one("meant").trim() ? "" : one("when").trim(),
    wrote: one("wrote").slice(0, MAX_PHRASE),
    day: writtenOr(readTypedDay, one("day") || tomorrow),
    until: writtenOr(readTypedDay, one("until")),
    from: writtenOr(readTypedTime, one("from") || DEFAULT_FROM),
    to: writtenOr(readTypedTime, one("to") || DEFAULT_TO),
    minutes: one("minutes"),
    people: one("people"),
    needs: many("need"),
    each: one("each"),
    features: many("feature"),
    town: one("town"),
    km: one("km") || USUAL_REACH,
    bbox: one("bbox"),
    space: one("space"),
    pages: one("pages"),
  };
}

const ASKING = [
  "when",
  "day",
  "from",
  "to",
  "until",
  "minutes",
  "people",
  "need",
  "each",
  "feature",
  "town",
  "bbox",
  "space",
];

/** Whether an address asks for something, or only shows a page of the list. */
export function isSearch(params: Params): boolean {
  return ASKING.some((name) => params[name] !== undefined);
}

/** A filled search bar as an address: the search, to be kept or shared. */
export function formAddress(form: SearchForm): URLSearchParams {
  const { needs, features, km, ...fields } = form;
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) if (value) query.set(name, value);
  for (const need of needs) query.append("need", need);
  for (const feature of features) query.append("feature", feature);
  if (km !== USUAL_REACH) query.set("km", km);
  return query;
}

/**
 * The bar with the day and hours that its words mean: whoever opens the address tomorrow finds the
 * same.
 */
export function withWhen(form: SearchForm, when: When): SearchForm {
  return { ...form, ...fieldsOf(when), when: "", wrote: form.when };
}

/** What was understood, as the fields of the bar. */
export function fieldsOf({ first, last, from, to, minutes }: When) {
  return {
    day: first.toString(),
    until: last.equals(first) ? "" : last.toString(),
    from: from.toString({ smallestUnit: "minute" }),
    to: to.toString({ smallestUnit: "minute" }),
    minutes: minutes === null ? "" : String(minutes),
  };
}

export type ReadSearch = {
  /** From the first start to the last end. */
  time: Interval;
  /** The hours of each day. */
  windows: Interval[];
  /** How long, when any part of a window will do. */
  minutes: number | null;
  people: number;
  equipment: { kind: string; quantity: number }[];
  features: string[];
  radiusKm: number;
  bbox?: { west: number; south: number; east: number; north: number };
  spaceSlug?: string;
  /** How many rooms are shown. */
  limit: number;
};

/** Rooms on a page of results, and the most pages that one address shows. */
const PAGE_ROOMS = 7;
const MOST_PAGES = 20;

/** The key of the sentence that says what to mend. */
type Fault = { code: string };
const isFault = (read: object): read is Fault => "code" in read;

/** The search as the domain takes it, or the key of the sentence that says what to mend. */
export function readSearch(form: SearchForm, now: Temporal.Instant): ReadSearch | Fault {
  const when = readTimes(form, now);
  if (isFault(when)) return when;
  const people = Number(form.people || "1");
  if (!Number.isInteger(people) || people < 1 || people > 500) return { code: "booking.people" };
  const needs = readNeeds(form, people);
  if (isFault(needs)) return needs;
  const where = readWhere(form);
  if (isFault(where)) return where;
  return { ...when, people, ...needs, ...where, limit: PAGE_ROOMS * pagesOf(form) };
}

function readTimes(
  form: SearchForm,
  now: Temporal.Instant,
): Pick<ReadSearch, "time" | "windows" | "minutes"> | Fault {
  const windows = windowsOf(form);
  const [first] = windows;
  const last = windows.at(-1);
  if (!first || !last) return { code: "booking.not_a_moment" };
  if (windows.length > LONGEST_SPAN_DAYS) return { code: "booking.span_too_long" };
  if (windows.some(({ start, end }) => Temporal.Instant.compare(start, end) >= 0))
    return { code: "booking.ends_before_start" };
  const minutes = minutesOf(form, windows.length);
  if (minutes !== null && !(Number.isInteger(minutes) && minutes >= 5 && minutes <= 1440))
    return { code: "booking.how_long" };
  const latest = minutes === null ? first.start : last.end;
  if (Temporal.Instant.compare(latest, now) < 0) return { code: "booking.in_the_past" };
  return { time: { start: first.start, end: last.end }, windows, minutes };
}

/** How long one wants to stay; two hours when any of several days will do and nothing is said. */
function minutesOf({ minutes }: Pick<SearchForm, "minutes">, days: number): number | null {
  if (minutes) return Number(minutes);
  return days > 1 ? 120 : null;
}

function readNeeds(
  form: Pick<SearchForm, "needs" | "each" | "features">,
  people: number,
): Pick<ReadSearch, "equipment" | "features"> | Fault {
  const needs = new Set([...form.needs, ...(form.each ? [form.each] : [])]);
  const equipment = NEEDS.filter((need) => needs.has(need)).map((kind) => ({
    kind,
    quantity: kind === form.each ? people : 1,
  }));
  if (equipment.length < needs.size) return { code: "booking.unknown_equipment" };
  const features = FEATURES.filter((feature) => form.features.includes(feature));
  if (features.length < form.features.length) return { code: "booking.unknown_feature" };
  return { equipment, features };
}

function readWhere(
  form: Pick<SearchForm, "bbox" | "km" | "space">,
): Pick<ReadSearch, "radiusKm" | "bbox" | "spaceSlug"> | Fault {
  const bbox = form.bbox ? area.safeParse(form.bbox) : null;
  const radiusKm = Number(form.km);
  if (bbox?.success === false || !(radiusKm > 0 && radiusKm <= 500))
    return { code: "spaces.not_a_point" };
  if (form.space && !SLUG.test(form.space)) return { code: "spaces.unknown" };
  return { radiusKm, bbox: bbox?.data, spaceSlug: form.space || undefined };
}

function pagesOf({ pages }: Pick<SearchForm, "pages">): number {
  const count = Number(pages);
  return Number.isInteger(count) ? Math.min(Math.max(count, 1), MOST_PAGES) : 1;
}

/** The same search with one page of rooms more. */
export function withMoreRooms(form: SearchForm): SearchForm {
  return { ...form, pages: String(pagesOf(form) + 1) };
}

/** The hours of each day from the first to the last; none when a day or an hour does not exist. */
export function windowsOf({
  day,
  until,
  from,
  to,
}: Pick<SearchForm, "day" | "until" | "from" | "to">): Interval[] {
  try {
    const first = readDay(day);
    const last = until ? readDay(until) : first;
    const days = Math.min(first.until(last).days, LONGEST_SPAN_DAYS + 1);
    const windows = Array.from({ length: Math.max(days, 0) + 1 }, (_, index) => {
      const date = first.add({ days: index }).toString();
      return wallHours({ day: date, from, to }, NETWORK_ZONE);
    });
    return windows.filter((window) => window !== null);
  } catch {
    return [];
  }
}

type Asked = Pick<ReadSearch, "time" | "people" | "equipment">;

/** The search bar's part of an address, for this time and what is wanted: where "back" leads. */
export function searchAddress({ time: { start, end }, people, equipment }: Asked): string {
  const from = start.toZonedDateTimeISO(NETWORK_ZONE);
  const query = new URLSearchParams({
    day: from.toPlainDate().toString(),
    from: wallTime(from),
    to: wallTime(end.toZonedDateTimeISO(NETWORK_ZONE)),
    people: String(people),
  });
  for (const { kind, quantity } of equipment) query.append(quantity > 1 ? "each" : "need", kind);
  return query.toString();
}
