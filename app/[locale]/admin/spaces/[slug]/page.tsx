import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Crumb } from "#components/ui/crumb.tsx";
import { Status } from "#components/ui/status.tsx";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { can } from "#lib/foundation/identity/permission/policy.ts";
import { requestContext, staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { findSpace } from "#lib/places/spaces/queries.ts";
import { PlaceDesk } from "../../../place-desk.tsx";
import { titleFrom } from "../../../title-from.ts";

type Props = {
  params: Promise<{ locale: string; slug: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, slug } = await params;
  const ctx = await requestContext();
  const space = can(ctx.actor, "space.add") ? await findSpace(ctx, slug) : null;
  return titleFrom(space?.name, translator(localeOf(locale), "desk")("places.title"));
}

/** One space of the network: whether people find it, what is said of it, its photos. */
export default async function PlacePage({ params, searchParams }: Props) {
  const { locale: segment, slug } = await params;
  const locale = localeOf(segment);
  const here = `/${locale}/admin/spaces/${slug}`;
  const ctx = await staffContext("space.add", here);
  const space = await findSpace(ctx, slug);
  if (!space) notFound();
  const asked = await searchParams;
  const t = translator(locale, "desk");
  return (
    <>
      <Crumb href={`/${locale}/admin/spaces`}>{t("places.title")}</Crumb>
      <h1>{space.name}</h1>
      {asked.done === "added" && <Status>{t("places.done.added")}</Status>}
      <PlaceDesk ctx={ctx} locale={locale} space={space} here={here} asked={asked} />
    </>
  );
}
