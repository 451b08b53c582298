import { customType } from "drizzle-orm/pg-core";

/** Half-open [start, end): the end belongs to whoever comes next. */
export type Interval = { start: Temporal.Instant; end: Temporal.Instant };

/** PostgreSQL's own text form ("2026-03-02 09:00:00.5+00") as an instant. */
export function instantFromText(text: string): Temporal.Instant {
  const [date, time = ""] = text.split(" ");
  return Temporal.Instant.from(`${date}T${time.replace(/([+-]\d\d)$/, "$1:00")}`);
}

/** A `tstzrange` in text form, for parameters of hand-written SQL. */
export function intervalToText({ start, end }: Interval): string {
  return `[${start.toString()},${end.toString()})`;
}

/** Reads `["2026-03-02 09:00:00+00","2026-03-02 10:00:00+00")`; both bounds must be finite. */
export function intervalFromText(text: string): Interval {
  const [start, end] = text.slice(1, -1).replaceAll('"', "").split(",");
  if (!start || !end) throw new RangeError(`not a bounded interval: ${text}`);
  return { start: instantFromText(start), end: instantFromText(end) };
}

/** `timestamptz`, a `Temporal.Instant` in our hands. */
export const instant = customType<{ data: Temporal.Instant; driverData: string }>({
  dataType: () => "timestamp with time zone",
  toDriver: (value) => value.toString(),
  fromDriver: instantFromText,
});

/** `timestamp` without a zone, a `Temporal.PlainDateTime`: wall time of a space. */
export const wallTime = customType<{ data: Temporal.PlainDateTime; driverData: string }>({
  dataType: () => "timestamp without time zone",
  toDriver: (value) => value.toString(),
  fromDriver: (text) => Temporal.PlainDateTime.from(text.replace(" ", "T")),
});

/** `tstzrange`, an {@link Interval} in our hands. */
export const instantRange = customType<{ data: Interval; driverData: string }>({
  dataType: () => "tstzrange",
  toDriver: intervalToText,
  fromDriver: intervalFromText,
});

/** `tstzmultirange`: {@link Interval}s without those that touch. */
export const instantRanges = customType<{ data: Interval[]; driverData: string }>({
  dataType: () => "tstzmultirange",
  toDriver: (intervals) => `{${intervals.map(intervalToText).join()}}`,
  fromDriver: (text) => (text.match(/[[(][^\])]*[\])]/g) ?? []).map(intervalFromText),
});

/** `bytea`. */
export const bytes = customType<{ data: Buffer }>({ dataType: () => "bytea" });
