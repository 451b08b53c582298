import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { Steps } from "#components/booking/steps.tsx";
import { Region } from "#components/spaces/region.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { TextField } from "#components/ui/field.tsx";
import { Listen } from "#components/ui/listen.tsx";
import { Pages } from "#components/ui/pages.tsx";
import { suitableSpaces } from "#lib/booking/search/suitable-spaces.ts";
import { readWish, sameAddress, wishAddress } from "#lib/booking/search/wish.ts";
import { formatNumber } from "#lib/foundation/i18n/format.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { requestContext } from "#lib/foundation/identity/session.ts";
import { pageFrom } from "#lib/foundation/platform/pages.ts";
import { findTown, PAGE_SIZE } from "#lib/places/spaces/queries.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "booking")("where.title") };
}

/** The second screen: the places that have what is needed. */
export default async function WherePage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const asked = await searchParams;
  const wish = readWish(asked);
  if ("code" in wish) redirect(`/${locale}/book?${sameAddress(asked)}`);

  const ctx = await requestContext();
  const t = translator(locale, "booking");
  const spaces = translator(locale, "spaces");
  const town = [asked.town ?? ""].flat()[0]?.slice(0, 60) ?? "";
  const near = town ? await findTown(ctx, town) : null;
  const page = pageFrom(asked.page);
  const { items, total } = await suitableSpaces(ctx, {
    people: wish.people,
    minutes: wish.hours * 60,
    equipment: wish.needs.map((kind) => ({ kind, quantity: 1 })),
    near: near ?? undefined,
    page,
    size: PAGE_SIZE,
  });
  const pages = Math.ceil(total / PAGE_SIZE);
  const back = `/${locale}/book?${wishAddress(wish)}`;
  return (
    <div className="narrow">
      <Steps here="where" hrefs={{ what: back }} t={t} />
      <h1>{t("where.title")}</h1>
      <Listen locale={locale} label={t("steps.listen")} stop={t("steps.stop")} />
      <form className="search" action={`/${locale}/book/where`} method="get">
        {[...wishAddress(wish)].map(([name, value]) => (
          <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
        ))}
        <TextField
          label={t("where.near")}
          name="town"
          defaultValue={town}
          maxLength={60}
          autoComplete="address-level2"
        />
        <button type="submit" className="button quiet">
          {t("where.look")}
        </button>
      </form>
      {town && !near && <p role="status">{t("where.unknownTown", { town })}</p>}
      <h2>{t("where.found", { count: total })}</h2>
      {total === 0 && (
        <Empty text={t("where.none")}>
          <a className="button" href={back}>
            {t("steps.back")}
          </a>
        </Empty>
      )}
      <ol className="cards">
        {items.map((space) => (
          <li className="card" key={space.slug}>
            <div>
              <h3 id={space.slug}>{space.name}</h3>
              <p className="fact">
                <Region city={space.city} region={space.region} name={spaces(`regions.${space.region}`)} />
                {space.distanceKm !== null && ` · ${formatNumber(locale, space.distanceKm)} km`}
              </p>
            </div>
            <a
              className="button"
              href={`/${locale}/book/when?${wishAddress({ ...wish, space: space.slug })}`}
              aria-describedby={space.slug}
            >
              {t("where.choose")}
            </a>
          </li>
        ))}
      </ol>
      <Pages
        t={translator(locale, "common")}
        page={page}
        pages={pages}
        hrefOf={(other) => {
          const query = wishAddress(wish);
          if (town) query.set("town", town);
          query.set("page", String(other));
          return `/${locale}/book/where?${query}`;
        }}
      />
      <p className="row">
        <a className="button quiet" href={back}>
          {t("steps.back")}
        </a>
      </p>
    </div>
  );
}
