import { type AnyColumn, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { instantFromText } from "./types.ts";

/** A column that the conditions of its statement leave never null. */
export function neverNull<C extends AnyColumn>(column: C) {
  return sql`${column}`.mapWith(column);
}

/**
 * A text in the order of an alphabet, for `orderBy`: base letters first, then accents and capitals,
 * and "Room 2" before "Room 10". A statement written by hand says `collate reading_order` itself.
 */
export function inReadingOrder(text: SQLWrapper): SQL {
  return sql`${text} collate reading_order`;
}

/** The start of a `tstzrange`, where a statement of the builder asks for it. */
export function startOf(during: SQLWrapper): SQL<Temporal.Instant> {
  return sql`lower(${during})`.mapWith(instantFromText);
}

/** The end of a `tstzrange`, which is no longer part of it. */
export function endOf(during: SQLWrapper): SQL<Temporal.Instant> {
  return sql`upper(${during})`.mapWith(instantFromText);
}

/** Whether a `tstzrange` was over before a moment. */
export function hasEndedBefore(during: SQLWrapper, moment: Temporal.Instant): SQL<boolean> {
  return sql<boolean>`upper(${during}) < ${moment.toString()}`;
}

/** Whether a `tstzrange` is not over at a moment. */
export function endsAfter(during: SQLWrapper, moment: Temporal.Instant): SQL<boolean> {
  return sql<boolean>`upper(${during}) > ${moment.toString()}`;
}

/** How many rows of a group meet a condition. */
export function countWhere(condition: SQLWrapper | undefined): SQL<number> {
  return sql`count(*) filter (where ${condition})`.mapWith(Number);
}

/** A moment as RFC 3339, for an answer that hands it on as text; null where the column is. */
export function momentText<C extends SQLWrapper>(moment: C): SQL<TextOf<C>> {
  return sql<TextOf<C>>`to_json(${moment}) #>> '{}'`;
}

type TextOf<C> = C extends AnyColumn
  ? C["_"]["notNull"] extends true
    ? string
    : string | null
  : string;
