import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { EntryForm } from "#components/benchmark/entry-form.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Crumb } from "#components/ui/crumb.tsx";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import {
  orNotThere,
  requestContext,
  staffContext,
} from "#lib/foundation/identity/sign-in/session.ts";
import { NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";
import { retireEntryAction } from "#lib/learning/badges/benchmark/actions.ts";
import { entryForStaff } from "#lib/learning/badges/benchmark/queries.ts";
import { idFrom } from "#lib/places/spaces/schema.ts";
import { namedThing, titleFrom } from "../../../title-from.ts";
import { mapsToTick } from "../maps.ts";

type Props = {
  params: Promise<{ locale: string; id: string }>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, id } = await params;
  const ctx = await requestContext();
  const entry = await namedThing(
    (async () => entryForStaff(ctx, idFrom(id, "benchmark.unknown")))(),
  );
  return titleFrom(entry?.name, translator(localeOf(locale), "benchmark")("admin.title"));
}

/** One badge or course: what is known of it, and whether it is compared. */
export default async function EditEntryPage({ params }: Props) {
  const { locale: segment, id } = await params;
  const locale = localeOf(segment);
  const ctx = await staffContext("benchmark.manage", `/${locale}/admin/benchmark/${id}`);
  const entry = await orNotThere(
    (async () => entryForStaff(ctx, idFrom(id, "benchmark.unknown")))(),
  );
  if (!entry) notFound();
  const t = translator(locale, "benchmark");
  const isShown = entry.retiredAt === null;
  return (
    <>
      <Crumb href={`/${locale}/admin/benchmark`}>{t("admin.title")}</Crumb>
      <h1>{entry.name}</h1>
      <p className="row">
        <span className={isShown ? "state free" : "state shut"}>
          {t(isShown ? "admin.shown" : "admin.retired")}
        </span>
        {isShown && <a href={`/${locale}/badges/benchmark/${id}`}>{t("admin.open")}</a>}
      </p>
      <EntryForm
        locale={locale}
        kind={entry.kind}
        entry={entry}
        maps={await mapsToTick(ctx, locale)}
        today={ctx.now.toZonedDateTimeISO(NETWORK_ZONE).toPlainDate().toString()}
      />
      <ActionForm
        action={retireEntryAction}
        submit={t(isShown ? "admin.retire" : "admin.show")}
        working={t("admin.working")}
        values={{ locale, id, revision: String(entry.revision), retired: isShown ? "yes" : "no" }}
        quiet
      />
    </>
  );
}
