import type { Locale } from "#lib/foundation/i18n/locales.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { overlaysToChoose } from "#lib/places/overlays/queries.ts";
import { SLUG } from "#lib/places/spaces/schema.ts";

/** More at once would hide each other. */
const MOST_AT_ONCE = 3;

/** The overlays that an address asks for, by their names in it: `layer=a&layer=b`, or `layer=a,b`. */
export function layersFrom(asked: string | string[] | undefined): string[] {
  const names = [asked ?? []].flat().flatMap((text) => text.slice(0, 400).split(","));
  return [...new Set(names.filter((name) => SLUG.test(name)))].slice(0, MOST_AT_ONCE);
}

/** What there is to choose, in the reader's language. */
export async function layerChoices(
  ctx: Context,
  locale: Locale,
): Promise<{ value: string; label: string }[]> {
  return (await overlaysToChoose(ctx)).map(({ slug, name }) => ({
    value: slug,
    label: name[locale],
  }));
}
