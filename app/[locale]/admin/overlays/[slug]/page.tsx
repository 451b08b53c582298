import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { DrawnMap } from "#components/map/drawn-map.tsx";
import { areaOf, HOME, viewOf } from "#components/map/layout.ts";
import { OverlayKey } from "#components/map/overlay-key.tsx";
import "#components/map/map.css";
import "#components/spaces/places.css";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Crumb } from "#components/ui/crumb.tsx";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { requestContext, staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { removeOverlayAction, showOverlayAction } from "#lib/places/overlays/actions.ts";
import { type Overlay, overlayForStaff } from "#lib/places/overlays/queries.ts";
import { spotsOf } from "#lib/places/spaces/queries.ts";
import "../../../home.css";
import { namedThing, titleFrom } from "../../../title-from.ts";

type Props = { params: Promise<{ locale: string; slug: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale: segment, slug } = await params;
  const locale = localeOf(segment);
  const overlay = await namedThing(overlayForStaff(await requestContext(), slug));
  return titleFrom(overlay?.name[locale], translator(locale, "map")("overlays.title"));
}

const CLOSEST_FIT = 14;

/** One overlay as the map draws it, with what was simplified: to be looked at before visitors do. */
export default async function OverlayPage({ params }: Props) {
  const { locale: segment, slug } = await params;
  const locale = localeOf(segment);
  const ctx = await staffContext("overlay.manage", `/${locale}/admin/overlays/${slug}`);
  const overlay = await overlayForStaff(ctx, slug);
  if (!overlay) notFound();
  const t = translator(locale, "map");
  const spaces = translator(locale, "spaces");
  const { id, name, source, pointsBefore: before, pointsAfter: after, leftOut, shown } = overlay;
  const seen = `/${locale}?layer=${slug}#map`;
  return (
    <>
      <Crumb href={`/${locale}/admin/overlays`}>{t("overlays.back")}</Crumb>
      <h1>{name[locale]}</h1>
      <p className="row">
        <span className={shown ? "state free" : "state shut"}>
          {t(shown ? "overlays.shown" : "overlays.hidden")}
        </span>
        {shown && <a href={seen}>{t("overlays.see")}</a>}
      </p>
      <p>{t(after < before ? "overlays.simplified" : "overlays.exact", { before, after })}</p>
      {leftOut > 0 && <p>{t("overlays.leftOut", { count: leftOut })}</p>}
      <p className="fact">{source}</p>
      <section className="map overlay-preview" aria-label={t("overlays.preview")}>
        <div className="view">
          <DrawnMap
            locale={locale}
            view={viewFor(overlay)}
            spots={await spotsOf(ctx, {})}
            overlays={[overlay]}
            hrefOfArea={() => (shown ? seen : `/${locale}`)}
            words={{
              count: (town, count) => t("count", { town, count }),
              regions: {
                vlaanderen: spaces("regions.vlaanderen"),
                "hauts-de-france": spaces("regions.hauts-de-france"),
                wallonie: spaces("regions.wallonie"),
              },
            }}
          />
        </div>
        <p className="key">
          <OverlayKey locale={locale} overlays={[overlay]} />
        </p>
      </section>
      <div className="row">
        <ActionForm
          action={showOverlayAction}
          submit={t(shown ? "overlays.hide" : "overlays.show")}
          working={t("overlays.working")}
          values={{ locale, id, shown: shown ? "no" : "yes" }}
          quiet={shown}
        />
        <ActionForm
          action={removeOverlayAction}
          submit={t("overlays.remove")}
          working={t("overlays.working")}
          values={{ locale, id }}
          quiet
        />
      </div>
    </>
  );
}

function viewFor({ shapes: { areas, lines, points } }: Overlay) {
  const all = [...areas.flat(2), ...lines.flat(), ...points];
  return all.length === 0
    ? HOME
    : viewOf(areaOf(all.map(([lon, lat]) => ({ lat, lon }))), CLOSEST_FIT);
}
