import type { Metadata } from "next";
import { PlaceForm } from "#components/spaces/place-form.tsx";
import { Crumb } from "#components/ui/crumb.tsx";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";

type Props = { params: Promise<{ locale: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "desk")("places.addTitle") };
}

export default async function NewPlacePage({ params }: Props) {
  const locale = localeOf((await params).locale);
  await staffContext("space.add", `/${locale}/admin/spaces/new`);
  const t = translator(locale, "desk");
  return (
    <>
      <Crumb href={`/${locale}/admin/spaces`}>{t("places.title")}</Crumb>
      <h1>{t("places.addTitle")}</h1>
      <p>{t("places.addHint")}</p>
      <PlaceForm locale={locale} place={null} here="" />
    </>
  );
}
