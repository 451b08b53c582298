import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { CheckForm } from "#components/series/check-form.tsx";
import { CheckPage } from "#components/series/check-page.tsx";
import { bookSeriesAction } from "#lib/booking/series/actions.ts";
import { checkAddress, inputAsked } from "#lib/booking/series/asked.ts";
import { previewSeries } from "#lib/booking/series/queries.ts";
import { ruleWords } from "#lib/booking/series/words.ts";
import { isolated } from "#lib/foundation/i18n/isolate.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { orNotThere, staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { DomainError, orRefusal } from "#lib/foundation/platform/errors/errors.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { titleFrom } from "../../../title-from.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = translator(localeOf((await params).locale), "series");
  return titleFrom(t("check.title"), t("new"));
}

/** Each date of a series before it is booked, and a choice for each. */
export default async function CheckSeriesPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("booking.manage", `/${locale}/desk/series/new`);
  const t = translator(locale, "series");
  const { query, forAll } = checkAddress(await searchParams);
  const back = `/${locale}/desk/series/new?${query}`;
  const looked = await orRefusal(orNotThere(lookAt()));
  if (looked instanceof DomainError)
    return <CheckPage locale={locale} back={back} refusal={looked.reason} />;

  const { input, place, dates } = looked;
  return (
    <CheckPage
      locale={locale}
      back={back}
      what={`${isolated(place.spaceName)} – ${isolated(place.roomName)}`}
    >
      <p>{ruleWords(locale, input.rule, place.timeZone)}</p>
      <CheckForm
        locale={locale}
        timeZone={place.timeZone}
        dates={dates}
        roomNames={new Map([[input.roomId, place.roomName]])}
        forAll={forAll}
        path={`/${locale}/desk/series/check`}
        asked={query.toString()}
        submit={t("check.save")}
        action={bookSeriesAction}
        values={{ key: randomUUID() }}
      />
    </CheckPage>
  );

  async function lookAt() {
    const { input, place } = await inputAsked(ctx, query);
    return { input, place, dates: await previewSeries(ctx, input) };
  }
}
