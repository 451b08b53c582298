import type { AwayWords } from "#components/map/away.ts";
import { countryOf } from "#components/map/away.ts";
import { townIn } from "#components/map/towns.ts";
import type { NearPlace } from "#components/spaces/near-list.tsx";
import type { Commune, NearWords } from "#components/spaces/near-me.tsx";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { readingOrder } from "#lib/foundation/platform/text/reading-order.ts";
import type { Spot } from "#lib/places/spaces/queries.ts";

export function awayWords(locale: Locale): AwayWords {
  const t = translator(locale, "map");
  return {
    km: t("away.km", { km: "{km}" }),
    close: t("away.close"),
    across: { BE: t("away.across.BE"), FR: t("away.across.FR") },
  };
}

export function nearWords(locale: Locale): NearWords {
  const t = translator(locale, "map");
  const plain = [
    "ask",
    "asking",
    "denied",
    "unavailable",
    "sorted",
    "commune",
    "choose",
    "stop",
  ] as const;
  return {
    ...(Object.fromEntries(plain.map((word) => [word, t(`near.${word}`)])) as Record<
      (typeof plain)[number],
      string
    >),
    sortedFrom: t("near.sortedFrom", { commune: "{commune}" }),
  };
}

/** The places as a list that is sorted in the browser needs them. */
export function nearPlaces(locale: Locale, spots: Spot[]): NearPlace[] {
  const t = translator(locale, "spaces");
  return spots.map(({ slug, name, city, kind, region, lat, lon }) => ({
    slug,
    name,
    where: `${townIn(locale, city)} · ${t.or(`kinds.${kind}`, kind)}`,
    region,
    lat,
    lon,
  }));
}

/** The communes of some places, each with the middle of its own. */
export function communesOf(locale: Locale, spots: Spot[]): Commune[] {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return [...Map.groupBy(spots, ({ city }) => city)]
    .map(([city, there]) => ({
      name: townIn(locale, city),
      lat: mean(there.map(({ lat }) => lat)),
      lon: mean(there.map(({ lon }) => lon)),
      country: countryOf(there[0]?.region ?? ""),
    }))
    .toSorted((one, other) => readingOrder(one.name, other.name));
}
