import type { Metadata } from "next";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { staffContext } from "#lib/foundation/identity/session.ts";
import { placesOfNetwork } from "#lib/places/spaces/places.ts";

type Props = { params: Promise<{ locale: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "desk")("places.title") };
}

/** Every space of the network, to be described and published. */
export default async function PlacesPage({ params }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("space.add", `/${locale}/admin/spaces`);
  const t = translator(locale, "desk");
  const spaces = translator(locale, "spaces");
  const places = await placesOfNetwork(ctx);
  return (
    <>
      <h1>{t("places.title")}</h1>
      <p>{t("places.intro")}</p>
      <p className="row">
        <a className="button" href={`/${locale}/admin/spaces/new`}>
          {t("places.add")}
        </a>
      </p>
      <div className="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">{t("places.name")}</th>
              <th scope="col">{t("places.city")}</th>
              <th scope="col">{t("places.kind")}</th>
              <th scope="col">{t("places.publishTitle")}</th>
            </tr>
          </thead>
          <tbody>
            {places.map(({ id, slug, name, city, kind, published }) => (
              <tr key={id}>
                <th scope="row">
                  <a href={`/${locale}/admin/spaces/${slug}`}>{name}</a>
                </th>
                <td>{city}</td>
                <td>{spaces.or(`kinds.${kind}`, kind)}</td>
                <td>
                  <span className={published ? "state free" : "state shut"}>
                    {t(published ? "places.published" : "places.unpublished")}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
