import type { Metadata } from "next";
import { SelectField, TextArea } from "#components/ui/field.tsx";
import { LOCALE_NAMES, LOCALES, localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { requestContext } from "#lib/foundation/identity/session.ts";
import { settings } from "#lib/foundation/platform/settings.ts";
import { spaceKinds } from "#lib/places/spaces/queries.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "map")("embed.page.title") };
}

/** How a partner's site shows the map: choose, copy, and see which sites may. */
export default async function EmbedPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const asked = await searchParams;
  const one = (name: string) => [asked[name] ?? ""].flat()[0] ?? "";
  const t = translator(locale, "map");
  const spaces = translator(locale, "spaces");
  const kinds = await spaceKinds(await requestContext());
  const language = LOCALES.find((known) => known === one("language")) ?? locale;
  const kind = kinds.includes(one("kind")) ? one("kind") : "";
  const { publicUrl, embedOrigins } = settings();
  const address = `/embed/${language}/map${kind ? `?${new URLSearchParams({ kind })}` : ""}`;
  const title = translator(language, "map")("embed.title");
  const code = `<iframe src="${publicUrl}${address}" title="${title}" width="100%" height="640" loading="lazy"></iframe>`;
  return (
    <div className="narrow">
      <h1>{t("embed.page.title")}</h1>
      <p>{t("embed.page.intro")}</p>
      <form action={`/${locale}/embed`} method="get" className="form">
        <SelectField
          label={t("embed.page.language")}
          name="language"
          defaultValue={language}
          options={LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] }))}
        />
        <SelectField
          label={t("embed.page.kind")}
          name="kind"
          defaultValue={kind}
          options={[
            { value: "", label: t("embed.page.everyKind") },
            ...kinds.map((value) => ({ value, label: spaces.or(`kinds.${value}`, value) })),
          ]}
        />
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
