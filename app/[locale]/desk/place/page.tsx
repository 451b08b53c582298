import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { chosenSpaces } from "#lib/places/spaces/chosen.ts";
import { findSpace } from "#lib/places/spaces/queries.ts";
import { PlaceDesk } from "../../place-desk.tsx";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "places")("describe.title") };
}

/** The space that somebody manages, as visitors read of it. */
export default async function DescribePage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("space.manage", `/${locale}/desk/place`);
  const asked = await searchParams;
  const t = translator(locale, "places");
  const { own, space: chosen } = await chosenSpaces(ctx, "space.manage", asked.space);
  const space = chosen && (await findSpace(ctx, chosen.slug));
  if (!space) notFound();
  return (
    <>
      <h1>{t("describe.title")}</h1>
      {own.length > 1 && <p className="fact">{space.name}</p>}
      <p>{t("describe.intro")}</p>
      <PlaceDesk
        ctx={ctx}
        locale={locale}
        space={space}
        here={`/${locale}/desk/place?space=${space.slug}`}
        asked={asked}
      />
    </>
  );
}
