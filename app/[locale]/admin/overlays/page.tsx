import type { Metadata } from "next";
import { OverlayForm } from "#components/map/overlay-form.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { Scrolling } from "#components/ui/scrolling.tsx";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { moveOverlayAction } from "#lib/places/overlays/actions.ts";
import { allOverlays, type Overlay } from "#lib/places/overlays/queries.ts";

type Props = { params: Promise<{ locale: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "map")("overlays.title") };
}

/** What else the public map can show, in its order, and a form for more. */
export default async function OverlaysPage({ params }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("overlay.manage", `/${locale}/admin/overlays`);
  const t = translator(locale, "map");
  const overlays = await allOverlays(ctx);
  return (
    <>
      <h1>{t("overlays.title")}</h1>
      <p>{t("overlays.intro")}</p>
      {overlays.length === 0 ? (
        <Empty text={t("overlays.none")} />
      ) : (
        <Scrolling label={t("overlays.title")}>
          <table className="stacks">
            <thead>
              <tr>
                <th scope="col">{t("overlays.name")}</th>
                <th scope="col">{t("overlays.points")}</th>
                <th scope="col">{t("overlays.state")}</th>
                {overlays.length > 1 && <th scope="col">{t("overlays.order")}</th>}
              </tr>
            </thead>
            <tbody>
              {overlays.map((overlay, at) => (
                <Row
                  key={overlay.id}
                  {...{ locale, overlay }}
                  isFirst={at === 0}
                  isLast={at === overlays.length - 1}
                />
              ))}
            </tbody>
          </table>
        </Scrolling>
      )}
      <h2>{t("overlays.add")}</h2>
      <OverlayForm locale={locale} />
    </>
  );
}

type RowProps = {
  locale: Locale;
  overlay: Omit<Overlay, "shapes">;
  isFirst: boolean;
  isLast: boolean;
};

function Row({ locale, overlay, isFirst, isLast }: RowProps) {
  const t = translator(locale, "map");
  const { id, slug, name, source, pointsBefore, pointsAfter, shown } = overlay;
  const move = (to: "up" | "down") => (
    <ActionForm
      action={moveOverlayAction}
      submit={t(`overlays.${to}Named`, { name: name[locale] })}
      working={t("overlays.working")}
      values={{ locale, id, to }}
      quiet
    />
  );
  return (
    <tr>
      <th scope="row">
        <a href={`/${locale}/admin/overlays/${slug}`}>{name[locale]}</a>
        <p className="fact">{source}</p>
      </th>
      <td data-column={t("overlays.points")}>
        {t("overlays.drawn", { before: pointsBefore, after: pointsAfter })}
      </td>
      <td data-column={t("overlays.state")}>
        <span className={shown ? "state free" : "state shut"}>
          {t(shown ? "overlays.shown" : "overlays.hidden")}
        </span>
      </td>
      {!(isFirst && isLast) && (
        <td data-column={t("overlays.order")}>
          {!isFirst && move("up")}
          {!isLast && move("down")}
        </td>
      )}
    </tr>
  );
}
