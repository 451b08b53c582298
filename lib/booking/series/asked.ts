import type { z } from "zod";
import { type Params, sameAddress } from "#lib/booking/search/input.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { cleaned } from "#lib/foundation/platform/text/text.ts";
import { changeFields, changeFrom, inputFrom, type SeriesFields, seriesFields } from "./form.ts";
import { findSeries, type Place, placeOf, type SeriesView } from "./queries.ts";
import type { SeriesChange, SeriesInput } from "./schema.ts";

/**
 * The address of a check: the form it came from, and the answer that was given for all its dates at
 * once.
 */
export function checkAddress(params: Params): { query: URLSearchParams; forAll: string } {
  const query = sameAddress(params);
  const forAll = query.get("forAll") ?? "";
  query.delete("forAll");
  return { query, forAll };
}

/** The series that an address asks for. @throws DomainError invalid with what is wrong in it */
export async function inputAsked(
  ctx: Context,
  query: URLSearchParams,
): Promise<{ input: SeriesInput; place: Place; fields: SeriesFields }> {
  const fields = read(seriesFields, query);
  const place = await placeOf(ctx, fields.roomId);
  return { input: inputFrom(fields, place.timeZone), place, fields };
}

/**
 * The change that an address asks for, and of which series.
 *
 * @throws DomainError invalid, not_found
 */
export async function changeAsked(
  ctx: Context,
  query: URLSearchParams,
): Promise<{ series: SeriesView; change: SeriesChange }> {
  const fields = read(changeFields, query);
  const series = await findSeries(ctx, fields.id);
  if (!series) throw new DomainError("not_found", { code: "series.unknown" });
  const { occurrence } = fields;
  const first = series.dates.find((date) =>
    occurrence
      ? date.occurrence.toString({ smallestUnit: "minute" }) === occurrence
      : Temporal.Instant.compare(date.during.start, ctx.now) > 0,
  );
  if (!first) throw new DomainError("conflict", { code: "series.is_over" });
  return { series, change: changeFrom(fields, first.occurrence.toPlainDate(), series) };
}

function read<T extends z.ZodType>(schema: T, query: URLSearchParams): z.output<T> {
  const given = Object.fromEntries(
    [...query.keys()].map((name) => [
      name,
      query.getAll(name).length > 1 ? query.getAll(name) : query.get(name),
    ]),
  );
  const parsed = schema.safeParse(cleaned(given));
  if (parsed.success) return parsed.data;
  const message = parsed.error.issues[0]?.message ?? "";
  throw new DomainError("invalid", {
    code: /^\w+\.\w+$/.test(message) ? message : "common.check_fields",
  });
}
