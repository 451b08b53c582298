import { areaOf, areaText } from "#components/map/layout.ts";
import type { OverlayLink } from "#components/map/overlay-shapes.tsx";
import { townIn } from "#components/map/towns.ts";
import { LOCALES, type Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { actorsWhere, type NetworkActor } from "#lib/places/actors/queries.ts";
import {
  type DrawnOverlay,
  overlaysNamed,
  overlaysToChoose,
} from "#lib/places/overlays/queries.ts";
import { SLUG } from "#lib/places/spaces/schema.ts";

/** More at once would hide each other. */
const MOST_AT_ONCE = 3;
/** The layer that is always there: who else works in the three regions, beside the spaces. */
const ORGANISATIONS = "organisations";

export type Layer = DrawnOverlay & { links?: OverlayLink[] };
export type LayerChoice = { value: string; label: string };

/** The overlays that an address asks for, by their names in it: `layer=a&layer=b`, or `layer=a,b`. */
export function layersFrom(asked: string | string[] | undefined): string[] {
  const names = [asked ?? []].flat().flatMap((text) => text.slice(0, 400).split(","));
  return [...new Set(names.filter((name) => SLUG.test(name)))].slice(0, MOST_AT_ONCE);
}

/** What administrators added, in the reader's language. */
export async function overlayChoices(ctx: Context, locale: Locale): Promise<LayerChoice[]> {
  return (await overlaysToChoose(ctx)).map(({ slug, name }) => ({
    value: slug,
    label: name[locale],
  }));
}

/** What a map of spaces can show beside them, in the reader's language. */
export async function layerChoices(ctx: Context, locale: Locale): Promise<LayerChoice[]> {
  return [{ value: ORGANISATIONS, label: nameIn(locale) }, ...(await overlayChoices(ctx, locale))];
}

/** What a map of spaces shows beside them. */
export async function layersNamed(
  ctx: Context,
  locale: Locale,
  names: readonly string[],
): Promise<Layer[]> {
  const drawn = await overlaysNamed(ctx, names);
  return names.includes(ORGANISATIONS) ? [await organisations(ctx, locale), ...drawn] : drawn;
}

/** A point for each town, which leads to the one that is there, or to all of them. */
async function organisations(ctx: Context, locale: Locale): Promise<Layer> {
  const towns = Map.groupBy(await actorsWhere(ctx, {}), ({ city }) => city);
  return {
    slug: ORGANISATIONS,
    name: Object.fromEntries(LOCALES.map((one) => [one, nameIn(one)])) as Layer["name"],
    source: "Trivium",
    shapes: { areas: [], lines: [], points: [] },
    links: [...towns].map(([city, there]) => linkOf(locale, city, there)),
  };
}

function linkOf(locale: Locale, city: string, there: NetworkActor[]): OverlayLink {
  const [only, ...others] = there;
  const town = townIn(locale, city);
  const { west, south, east, north } = areaOf(there);
  const at = { lat: (south + north) / 2, lon: (west + east) / 2 };
  return only && others.length === 0
    ? { at, name: `${only.name}, ${town}`, href: `/${locale}/community/${only.slug}` }
    : {
        at,
        name: translator(locale, "actors")("count", { town, count: there.length }),
        href: `/${locale}/community?${new URLSearchParams({ area: areaText(areaOf(there)) })}#list`,
      };
}

function nameIn(locale: Locale): string {
  return translator(locale, "map")("overlays.organisations");
}
