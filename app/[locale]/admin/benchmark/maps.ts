import type { Locale } from "#lib/foundation/i18n/locales.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { findFramework, frameworksInUse } from "#lib/learning/badges/competences/queries.ts";
import { labelIn } from "#lib/learning/badges/competences/rules.ts";

/** Our own maps with what can be ticked, in the reader's language. */
export async function mapsToTick(ctx: Context, locale: Locale) {
  const known = (await frameworksInUse(ctx)).filter(({ kind }) => kind === "map");
  const maps = await Promise.all(known.map(({ slug }) => findFramework(ctx, slug)));
  return maps
    .filter((map) => map !== null)
    .map(({ slug, names, items }) => ({
      slug,
      name: labelIn(names, locale).text,
      items: items
        .filter(({ isGroup }) => !isGroup)
        .map(({ code, labels }) => ({ code, label: labelIn(labels, locale).text })),
    }));
}
