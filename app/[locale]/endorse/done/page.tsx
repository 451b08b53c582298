import type { Metadata } from "next";
import { Status } from "#components/ui/status.tsx";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const title = translator(localeOf((await params).locale), "endorsements")("done.title");
  return { title, robots: { index: false, follow: false } };
}

/** After an answer by link: what came of it. */
export default async function EndorseDonePage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const t = translator(locale, "endorsements");
  const { what } = await searchParams;
  return (
    <div className="narrow">
      <h1>{t("done.title")}</h1>
      {typeof what === "string" && ["signed", "refused", "withdrawn"].includes(what) && (
        <Status className="status lasting">{t(`done.${what}`)}</Status>
      )}
      <p>
        <a className="button quiet" href={`/${locale}/badges/recognition`}>
          {t("done.see")}
        </a>
      </p>
    </div>
  );
}
