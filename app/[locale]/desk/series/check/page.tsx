import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { CheckForm } from "#components/series/check-form.tsx";
import { sameAddress } from "#lib/booking/wish.ts";
import { localeOf } from "#lib/i18n/locales.ts";
import { messageFor, translator } from "#lib/i18n/translator.ts";
import { staffContext } from "#lib/identity/session.ts";
import { DomainError } from "#lib/platform/errors.ts";
import { bookSeriesAction } from "#lib/series/actions.ts";
import { wishAsked } from "#lib/series/asked.ts";
import { previewSeries } from "#lib/series/queries.ts";
import { ruleWords } from "#lib/series/words.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "series")("check.title") };
}

/** Each date of a series before it is booked, and a choice for each. */
export default async function CheckSeriesPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("booking.manage", `/${locale}/desk/series/new`);
  const t = translator(locale, "series");
  const query = sameAddress(await searchParams);
  const forAll = query.get("forAll") ?? "";
  query.delete("forAll");
  const back = `/${locale}/desk/series/new?${query}`;
  const looked = await lookAt(query);
  if (looked instanceof DomainError)
    return (
      <div className="narrow">
        <h1>{t("check.title")}</h1>
        <p className="alert" role="alert">
          {t("check.unreadable", { reason: messageFor(locale, looked.reason) })}
        </p>
        <a href={back}>{t("check.back")}</a>
      </div>
    );

  const { wish, place, dates } = looked;
  return (
    <div className="narrow">
      <h1>{t("check.title")}</h1>
      <h2>
        {place.spaceName} – {place.roomName}
      </h2>
      <p>{ruleWords(locale, wish.rule, place.timeZone)}</p>
      <p>
        <a className="step-back" href={back}>
          {t("check.back")}
        </a>
      </p>
      <CheckForm
        locale={locale}
        timeZone={place.timeZone}
        dates={dates}
        roomNames={new Map([[wish.roomId, place.roomName]])}
        forAll={forAll}
        path={`/${locale}/desk/series/check`}
        asked={query.toString()}
        submit={t("check.save")}
        action={bookSeriesAction}
        values={{ key: randomUUID() }}
      />
    </div>
  );

  async function lookAt(address: URLSearchParams) {
    try {
      const { wish, place } = await wishAsked(ctx, address);
      return { wish, place, dates: await previewSeries(ctx, wish) };
    } catch (error) {
      if (error instanceof DomainError) return error;
      throw error;
    }
  }
}
