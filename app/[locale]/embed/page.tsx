import type { Metadata } from "next";
import { CheckboxGroup, SelectField, TextArea, Tick } from "#components/ui/field.tsx";
import { optionsOf } from "#components/ui/options.ts";
import { LOCALE_NAMES, LOCALES, localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { firstOf, type PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { layerChoices, layersFrom } from "../map-layers.ts";
import { choicesOf, placeFilterFrom, queryOf } from "../place-filter.ts";

/** What the map of a partner can be narrowed to: what stays true from day to day. */
const NARROWED_BY = ["kind", "language", "audience", "equipment", "partner"] as const;

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "map")("embed.page.title") };
}

/** How a partner's site shows the map: choose, copy, and see which sites may. */
export default async function EmbedPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const asked = await searchParams;
  const one = (name: string) => firstOf(asked[name]);
  const t = translator(locale, "map");
  const spaces = translator(locale, "spaces");
  const ctx = await requestContext();
  const [choices, layers] = [
    await choicesOf(ctx, locale, NARROWED_BY),
    await layerChoices(ctx, locale),
  ];
  const shownIn = LOCALES.find((known) => known === one("in")) ?? locale;
  const all = placeFilterFrom({});
  const { open, layer, ...chosen } = placeFilterFrom(asked);
  const filter = {
    ...all,
    open,
    layer,
    ...Object.fromEntries(NARROWED_BY.map((name) => [name, chosen[name]])),
  };
  const query = queryOf(filter);
  const { publicUrl, embedOrigins } = settings();
  const address = `/embed/${shownIn}/map${query.size > 0 ? `?${query}` : ""}`;
  const title = translator(shownIn, "map")("embed.title");
  const code = `<iframe src="${publicUrl}${address.replaceAll("&", "&amp;")}" title="${title}" width="100%" height="640" loading="lazy"></iframe>`;
  return (
    <div className="narrow">
      <h1>{t("embed.page.title")}</h1>
      <p>{t("embed.page.intro")}</p>
      <form action={`/${locale}/embed`} method="get" className="form">
        <SelectField
          label={t("embed.page.language")}
          name="in"
          defaultValue={shownIn}
          options={optionsOf(LOCALES, (value) => LOCALE_NAMES[value])}
        />
        {NARROWED_BY.map((name) => (
          <SelectField
            key={name}
            label={spaces(`filter.${name}`)}
            name={name}
            defaultValue={filter[name]}
            options={[{ value: "", label: spaces(`filter.any.${name}`) }, ...(choices[name] ?? [])]}
          />
        ))}
        {layers.length > 0 && (
          <CheckboxGroup
            legend={t("overlays.choose")}
            name="layer"
            chosen={layersFrom(layer)}
            options={layers}
          />
        )}
        <p>
          <Tick label={spaces("filter.openNow")} name="open" value="now" defaultChecked={open} />
        </p>
        <p>
          <button type="submit" className="button quiet">
            {t("embed.page.make")}
          </button>
        </p>
      </form>
      <TextArea label={t("embed.page.code")} name="code" defaultValue={code} rows={4} readOnly />
      <p>
        <a className="button quiet" href={address}>
          {t("embed.page.see")}
        </a>
      </p>
      <h2>{t("embed.page.who")}</h2>
      {embedOrigins.length === 0 ? (
        <p>{t("embed.page.nobody")}</p>
      ) : (
        <ul>
          {embedOrigins.map((origin) => (
            <li key={origin}>{origin}</li>
          ))}
        </ul>
      )}
      <p className="fact">{t("embed.page.ask", { setting: "EMBED_ORIGINS" })}</p>
    </div>
  );
}
