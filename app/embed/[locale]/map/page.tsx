import type { Metadata } from "next";
import { townIn } from "#components/map/towns.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { visitorContext } from "#lib/foundation/identity/session.ts";
import { listSpaces, spotsOf } from "#lib/places/spaces/queries.ts";
import { MapBeside, viewFrom } from "../../../[locale]/map-beside.tsx";
import "./embed.css";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "map")("embed.title") };
}

/**
 * A frame is as tall as a site makes it: the list is there for whoever sees no map, the rest is a
 * press away.
 */
const PLACES_LISTED = 12;

/** The map and the places on it, for other sites. Nobody who looks at it is known here. */
export default async function EmbeddedMap({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const [kind = ""] = [(await searchParams).kind ?? ""].flat();
  const ctx = await visitorContext();
  const t = translator(locale, "map");
  const spaces = translator(locale, "spaces");
  const wanted = { kind: kind.slice(0, 60) || undefined };
  const query = new URLSearchParams(kind ? { kind } : {});
  const [spots, { items, total }] = await Promise.all([
    spotsOf(ctx, wanted),
    listSpaces(ctx, { ...wanted, page: 1, size: PLACES_LISTED }),
  ]);
  const here = `/${locale}${kind ? `?${query}` : ""}`;
  return (
    <main className="embedded">
      <h1>{t("embed.title")}</h1>
      <MapBeside
        locale={locale}
        spots={spots}
        view={viewFrom("", null, kind ? spots : null)}
        kinds={[...new Set(spots.map((spot) => spot.kind))]}
        address={query}
        areaName="area"
        isAll={!kind}
      />
      {total === 0 && <p>{t("embed.none")}</p>}
      <ul className="embedded-list">
        {items.map((place) => (
          <li key={place.slug}>
            <a href={`/${locale}/spaces/${place.slug}`}>{place.name}</a>
            <small>
              {[
                townIn(locale, place.city),
                spaces.or(`kinds.${place.kind}`, place.kind),
                t(place.isOpen ? "embed.open" : "embed.shut"),
              ].join(" · ")}
            </small>
          </li>
        ))}
      </ul>
      <p>
        <a href={here}>
          {total > items.length ? t("embed.more", { count: total - items.length }) : t("embed.all")}
        </a>
      </p>
    </main>
  );
}
