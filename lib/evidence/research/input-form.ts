import { firstOf, type PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { readTypedMonth, writtenOr } from "#lib/foundation/platform/time/moments.ts";
import { runningMonth } from "./periods.ts";
import { type ReleaseInput, releaseInput } from "./schema.ts";

/**
 * The form that asks for a file, as an address carries it. `where` is empty, `region:…` or one
 * space.
 */
export type InputForm = { dataset: string; from: string; to: string; where: string };

type Params = PageQuery;

export function inputFormFrom(params: Params, now: Temporal.Instant): InputForm {
  const lastMonth = runningMonth(now).subtract({ months: 1 });
  const one = (name: string) => firstOf(params[name]).slice(0, 130);
  return {
    dataset: one("dataset") || "person_lines",
    from: writtenOr(readTypedMonth, one("from")) || lastMonth.subtract({ months: 2 }).toString(),
    to: writtenOr(readTypedMonth, one("to")) || lastMonth.toString(),
    where: one("where"),
  };
}

/** The request of a filled form, or the message key of what is wrong with it. */
export function readInputForm(
  { where, ...form }: InputForm,
  spaces: { slug: string; region: string }[],
): { input: ReleaseInput } | { code: string } {
  const named = where.startsWith("region:")
    ? spaces.filter(({ region }) => `region:${region}` === where).map(({ slug }) => slug)
    : where
      ? [where]
      : [];
  if (
    where &&
    (named.length === 0 || !named.every((slug) => spaces.some((space) => space.slug === slug)))
  )
    return { code: "spaces.unknown" };
  const parsed = releaseInput.safeParse({ ...form, spaces: named });
  return parsed.success
    ? { input: parsed.data }
    : { code: parsed.error.issues[0]?.message ?? "research.not_a_month" };
}
