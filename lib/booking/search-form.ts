import type { Interval } from "#db/types.ts";
import { wallMoment, wallTime } from "./days.ts";

/** The zone in which the search bar's day and hours are read: that of the whole Eurometropolis. */
export const NETWORK_ZONE = "Europe/Brussels";

export const NEEDS = ["projector", "laptop", "whiteboard", "wheelchair", "camera"] as const;

/** The search bar as it stands: always filled, so that one look says what is searched. */
export type SearchForm = {
  day: string;
  from: string;
  to: string;
  people: string;
  needs: string[];
  town: string;
};

type Params = Record<string, string | string[] | undefined>;

const DEFAULT_FROM = "14:00";
const DEFAULT_TO = "16:00";

/** What the address says, with tomorrow afternoon for what it leaves open. */
export function searchFormFrom(params: Params, now: Temporal.Instant): SearchForm {
  const tomorrow = now.toZonedDateTimeISO(NETWORK_ZONE).toPlainDate().add({ days: 1 }).toString();
  const one = (name: string) => (Array.isArray(params[name]) ? params[name][0] : params[name]) ?? "";
  return {
    day: one("day") || tomorrow,
    from: one("from") || DEFAULT_FROM,
    to: one("to") || DEFAULT_TO,
    people: one("people"),
    needs: [...new Set([params.need ?? []].flat())].filter(Boolean),
    town: one("town"),
  };
}

/** Whether an address asks for something, or only shows a page of the list. */
export function isSearch(params: Params): boolean {
  return ["day", "from", "to", "people", "need", "town"].some((name) => params[name] !== undefined);
}

export type ReadSearch = { time: Interval; people: number; equipment: { kind: string; quantity: number }[] };

/** The search as the domain takes it, or the key of the sentence that says what to mend. */
export function readSearch(form: SearchForm, now: Temporal.Instant): ReadSearch | { code: string } {
  const start = wallMoment(form.day, form.from, NETWORK_ZONE);
  const end = wallMoment(form.day, form.to, NETWORK_ZONE);
  if (!start || !end) return { code: "booking.not_a_moment" };
  if (Temporal.Instant.compare(start, end) >= 0) return { code: "booking.ends_before_start" };
  if (Temporal.Instant.compare(start, now) < 0) return { code: "booking.in_the_past" };
  const people = Number(form.people || "1");
  if (!Number.isInteger(people) || people < 1 || people > 500) return { code: "booking.people" };
  const equipment = NEEDS.filter((need) => form.needs.includes(need)).map((kind) => ({ kind, quantity: 1 }));
  if (equipment.length < form.needs.length) return { code: "booking.unknown_equipment" };
  return { time: { start, end }, people, equipment };
}

/** The search bar's part of an address, for this time and what is wanted: where "back" leads. */
export function searchAddress({ time: { start, end }, people, equipment }: ReadSearch): string {
  const from = start.toZonedDateTimeISO(NETWORK_ZONE);
  const query = new URLSearchParams({
    day: from.toPlainDate().toString(),
    from: wallTime(from),
    to: wallTime(end.toZonedDateTimeISO(NETWORK_ZONE)),
    people: String(people),
  });
  for (const { kind } of equipment) query.append("need", kind);
  return query.toString();
}
