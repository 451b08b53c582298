import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { layoutOptions } from "#components/booking/room-layouts.tsx";
import { SeriesFields } from "#components/series/series-fields.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { ChooseSpace } from "#components/ui/choose-space.tsx";
import { NETWORK_ZONE } from "#lib/booking/search/search-form.ts";
import { askSeriesAction } from "#lib/booking/series/actions.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { type PageQuery, saidIn } from "#lib/foundation/platform/http/page-query.ts";
import { dayFrom } from "#lib/foundation/platform/time/days.ts";
import { chosenSpaces } from "#lib/places/spaces/chosen.ts";
import { layoutsOfSpace } from "#lib/places/spaces/layouts.ts";
import { roomsOf } from "#lib/places/spaces/queries.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "series")("new") };
}

const TYPED = [
  "roomId",
  "from",
  "to",
  "every",
  "interval",
  "ends",
  "until",
  "count",
  "excluded",
  "extra",
  "people",
  "layoutId",
  "purpose",
];

/** A series is asked for here; the next page looks at each of its dates. */
export default async function NewSeriesPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("booking.manage", `/${locale}/desk/series/new`);
  const t = translator(locale, "series");
  const asked = await searchParams;
  const { own, space } = await chosenSpaces(ctx, "booking.manage", asked.space);
  if (!space) notFound();
  const today = ctx.now.toZonedDateTimeISO(NETWORK_ZONE).toPlainDate();
  return (
    <div className="narrow">
      <h1>{t("new")}</h1>
      <ChooseSpace
        action={`/${locale}/desk/series/new`}
        label={t("form.space")}
        submit={t("form.choose")}
        spaces={own}
        chosen={space.slug}
      />
      <h2>{space.name}</h2>
      <ActionForm
        action={askSeriesAction}
        submit={t("form.check")}
        working={t("form.working")}
        values={{ locale, space: space.slug }}
      >
        <SeriesFields
          locale={locale}
          rooms={await roomsOf(ctx, space.slug)}
          layouts={layoutOptions(await layoutsOfSpace(ctx, space.id), locale)}
          values={{ ...saidIn(asked, TYPED), day: dayFrom(asked.day, today).toString() }}
          weekdays={[asked.weekdays ?? []].flat()}
          isNew
        />
      </ActionForm>
    </div>
  );
}
