import type { Metadata } from "next";
import { Fragment } from "react";
import { DrawnMap } from "#components/map/drawn-map.tsx";
import { OverlayKey } from "#components/map/overlay-key.tsx";
import { townIn } from "#components/map/towns.ts";
import { Empty } from "#components/ui/empty.tsx";
import { PrintButton } from "#components/ui/print-button.tsx";
import { labelled } from "#lib/foundation/i18n/colon.ts";
import { formatDate, unbroken } from "#lib/foundation/i18n/format.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { readingOrder } from "#lib/foundation/platform/text/reading-order.ts";
import { readableWeek } from "#lib/places/spaces/opening-hours.ts";
import { allSpaces, type Space, spotsOf } from "#lib/places/spaces/queries.ts";
import { weekInWords } from "#lib/places/spaces/week-in-words.ts";
import { viewFrom } from "../map-beside.tsx";
import { layersFrom, layersNamed } from "../map-layers.ts";
import {
  CHOSEN,
  choicesOf,
  isEverything,
  type PlaceFilter,
  placeFilterFrom,
  queryOf,
  wantedBy,
} from "../place-filter.ts";
import { QrCode } from "../qr-code.tsx";
import "#components/map/map.css";
import "./print.css";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return {
    title: translator(localeOf((await params).locale), "map")("print.title"),
    robots: { index: false },
  };
}

/** More would be no sheet that somebody reads on a wall. */
const MOST_ON_PAPER = 200;

/**
 * The list and its map as a sheet to hang up: what stays true on paper, and a way to what changes.
 */
export default async function PrintedListPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  // "Now" means nothing on a wall.
  const filter = { ...placeFilterFrom(await searchParams), open: false, free: false, page: 1 };
  const ctx = await requestContext();
  const t = translator(locale, "map");
  const [spots, spaces, said, overlays] = [
    await spotsOf(ctx, await wantedBy(ctx, filter)),
    await allSpaces(ctx),
    await filterInWords(ctx, locale, filter),
    await layersNamed(ctx, locale, layersFrom(filter.layer)),
  ];
  const wanted = new Set(spots.slice(0, MOST_ON_PAPER).map(({ slug }) => slug));
  const byTown = Map.groupBy(
    spaces.filter(({ slug }) => wanted.has(slug)),
    ({ city }) => townIn(locale, city),
  );
  const towns = [...byTown].toSorted(([one], [other]) => readingOrder(one, other));
  const query = queryOf(filter);
  const address = `${settings().publicUrl}/${locale}${query.size > 0 ? `?${query}` : ""}`;
  const today = ctx.now.toZonedDateTimeISO(NETWORK_ZONE).toPlainDate();
  const monday = today.subtract({ days: today.dayOfWeek - 1 });
  const regions = translator(locale, "spaces");
  return (
    <article className="wall">
      <header>
        <div>
          <h1>{t("print.title")}</h1>
          {said.map((words) => (
            <p key={words}>{words}</p>
          ))}
          <p>{t("print.on", { day: formatDate(locale, ctx.now, NETWORK_ZONE) })}</p>
        </div>
        <figure>
          <QrCode address={address} alt={t("print.qr")} size={120} />
          <figcaption>{t("print.scan")}</figcaption>
        </figure>
      </header>
      <p className="row unprinted">
        <a href={`/${locale}?${query}#list`}>{t("print.back")}</a>
      </p>
      <PrintButton label={t("print.print")} />
      {spots.length === 0 ? (
        <Empty text={regions("filter.noneFound")} />
      ) : (
        <div className="wall-map map">
          <DrawnMap
            locale={locale}
            view={viewFrom("", null, isEverything(filter) ? null : spots)}
            spots={spots}
            overlays={overlays}
            hrefOfArea={(area) => `/${locale}?${new URLSearchParams({ area })}#map`}
            words={{
              count: (town, count) => t("count", { town, count }),
              regions: {
                vlaanderen: regions("regions.vlaanderen"),
                "hauts-de-france": regions("regions.hauts-de-france"),
                wallonie: regions("regions.wallonie"),
              },
            }}
          />
          {overlays.length > 0 && (
            <p className="key">
              <OverlayKey locale={locale} overlays={overlays} />
            </p>
          )}
        </div>
      )}
      <div className="wall-towns">
        {towns.map(([town, there]) => (
          <Fragment key={town}>
            <h2>{town}</h2>
            {there.map((space) => (
              <p key={space.slug}>
                <b>{space.name}</b> {factsOf(space, locale, monday).join(" · ")}
              </p>
            ))}
          </Fragment>
        ))}
      </div>
      {spots.length > MOST_ON_PAPER && (
        <p>{t("print.more", { count: spots.length - MOST_ON_PAPER })}</p>
      )}
    </article>
  );
}

/** What stays true for a while: what it is, where, by which number, and when it is open. */
function factsOf(space: Space, locale: Locale, monday: Temporal.PlainDate): string[] {
  const t = translator(locale, "spaces");
  const country = space.country === "FR" ? "FR" : "BE";
  const week = readableWeek({ ...space, country }, monday);
  return [
    t.or(`kinds.${space.kind}`, space.kind),
    space.address,
    space.phone,
    // "ma–vr" and "09:00–18:00" stay in one line, however narrow the column.
    week && unbroken(weekInWords(locale, week)),
    space.features.includes("wheelchair") && t("features.wheelchair"),
  ].filter((fact) => typeof fact === "string" && fact !== "") as string[];
}

/** What the list was narrowed by, each in a line. */
async function filterInWords(
  ctx: Awaited<ReturnType<typeof requestContext>>,
  locale: Locale,
  filter: PlaceFilter,
): Promise<string[]> {
  const t = translator(locale, "spaces");
  const chosen = CHOSEN.filter((name) => filter[name] !== "");
  const choices = await choicesOf(ctx, locale, chosen);
  return [
    ...(filter.q ? [labelled(locale, t("filter.search"), filter.q)] : []),
    ...(filter.having ? [t(`features.${filter.having}`)] : []),
    ...chosen.map((name) =>
      labelled(
        locale,
        t(`filter.${name}`),
        choices[name]?.find(({ value }) => value === filter[name])?.label ?? filter[name],
      ),
    ),
    ...(filter.area ? [t("filter.onMap")] : []),
  ];
}
