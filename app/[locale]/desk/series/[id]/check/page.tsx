import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { CheckForm } from "#components/series/check-form.tsx";
import { CheckPage } from "#components/series/check-page.tsx";
import { purposeIn } from "#lib/booking/bookings/title.ts";
import { changeSeriesAction } from "#lib/booking/series/actions.ts";
import { changeAsked, checkAddress } from "#lib/booking/series/asked.ts";
import { previewChange } from "#lib/booking/series/change.ts";
import { formatDateTimeRange } from "#lib/foundation/i18n/format.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { titleIn } from "#lib/foundation/i18n/title.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { orNotThere, staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { DomainError, orRefusal } from "#lib/foundation/platform/errors/errors.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { roomsOf } from "#lib/places/spaces/queries.ts";
import { titleFrom } from "../../../../title-from.ts";

type Props = {
  params: Promise<{ locale: string; id: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = translator(localeOf((await params).locale), "series");
  return titleFrom(t("check.title"), t("change.titleAll"));
}

/** What a change of a series does to each of its dates, before it is done. */
export default async function CheckChangePage({ params, searchParams }: Props) {
  const { locale: segment, id } = await params;
  const locale = localeOf(segment);
  const home = `/${locale}/desk/series/${encodeURIComponent(id)}`;
  const ctx = await staffContext("booking.manage", home);
  if (!z.uuid().safeParse(id).success) notFound();
  const t = translator(locale, "series");
  const { query, forAll } = checkAddress(await searchParams);
  query.set("id", id);
  const back = `${home}/change?${query}`;
  const looked = await orRefusal(orNotThere(lookAt()));
  if (looked instanceof DomainError)
    return <CheckPage locale={locale} back={back} refusal={looked.reason} />;

  const { series, preview, rooms } = looked;
  return (
    <CheckPage locale={locale} back={back} what={purposeIn(series, locale) || series.spaceName}>
      <p>{t("check.same", { count: preview.same.length })}</p>
      {preview.leftLayout && (
        <p>
          {translator(locale, "booking")("mail.left_layout", {
            layout: titleIn(preview.leftLayout, locale).text,
          })}
        </p>
      )}
      {preview.dropped.length > 0 && (
        <>
          <h2>{t("check.dropped")}</h2>
          <ul className="list">
            {preview.dropped.map(({ bookingId, during }) => (
              <li key={bookingId}>{formatDateTimeRange(locale, during, series.timeZone)}</li>
            ))}
          </ul>
        </>
      )}
      <CheckForm
        locale={locale}
        timeZone={series.timeZone}
        dates={preview.dates}
        roomNames={new Map(rooms.map((room) => [room.id, room.name]))}
        forAll={forAll}
        path={`${home}/check`}
        asked={query.toString()}
        submit={t("check.saveChange")}
        action={changeSeriesAction}
        values={{}}
      />
    </CheckPage>
  );

  async function lookAt() {
    const { series, change } = await changeAsked(ctx, query);
    const preview = await previewChange(ctx, series.id, change);
    return { series, preview, rooms: await roomsOf(ctx, series.spaceSlug) };
  }
}
