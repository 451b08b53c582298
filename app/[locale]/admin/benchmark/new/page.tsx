import type { Metadata } from "next";
import { EntryForm } from "#components/benchmark/entry-form.tsx";
import { Crumb } from "#components/ui/crumb.tsx";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { titleFrom } from "../../../title-from.ts";
import { mapsToTick } from "../maps.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = translator(localeOf((await params).locale), "benchmark");
  return titleFrom(t("admin.new"), t("admin.title"));
}

export default async function NewEntryPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("benchmark.manage", `/${locale}/admin/benchmark/new`);
  const kind = (await searchParams).kind === "offer" ? "offer" : "badge";
  const t = translator(locale, "benchmark");
  return (
    <>
      <Crumb href={`/${locale}/admin/benchmark`}>{t("admin.title")}</Crumb>
      <h1>{t(kind === "badge" ? "admin.addBadge" : "admin.addOffer")}</h1>
      <EntryForm
        locale={locale}
        kind={kind}
        entry={null}
        maps={await mapsToTick(ctx, locale)}
        today={ctx.now.toZonedDateTimeISO(NETWORK_ZONE).toPlainDate().toString()}
      />
    </>
  );
}
