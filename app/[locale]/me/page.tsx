import type { Metadata } from "next";
import { redirect } from "next/navigation";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import "#components/booking/coming.css";
import { ComingList } from "#components/booking/coming.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { myBookings } from "#lib/booking/bookings/queries.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { nearTime } from "#lib/foundation/i18n/near-time.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { myPlaces } from "#lib/learning/sessions/my-places.ts";
import { mySessions } from "#lib/learning/sessions/queries.ts";
import "./me.css";
import { Claims } from "./claims.tsx";
import { comingBooking, comingSession } from "./coming-of.ts";
import { Doorways } from "./doorways.tsx";
import { OwnBadges } from "./own-badges.tsx";
import { OwnCard } from "./own-card.tsx";
import { Proposals } from "./proposals.tsx";
import { Waits } from "./waits.tsx";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

/** So many stand under the next thing; `all` in the address shows every one. */
const MOST_LATER = 5;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "booking")("mine.title") };
}

/** One's home: what comes next, what waits for an answer, badges, the card, and the rest. */
export default async function MyPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await requestContext();
  if (ctx.actor.kind !== "person") redirect(`/${locale}/sign-in?next=/${locale}/me`);
  const t = translator(locale, "booking");
  return (
    <>
      <h1>{t("mine.hello", { name: ctx.actor.displayName })}</h1>
      <Proposals ctx={ctx} locale={locale} />
      <Ahead ctx={ctx} locale={locale} isWhole={(await searchParams).all !== undefined} />
      <Waits ctx={ctx} locale={locale} />
      <Claims ctx={ctx} locale={locale} />
      <OwnBadges ctx={ctx} locale={locale} />
      <div className="with-side">
        <OwnCard ctx={ctx} locale={locale} />
        <Doorways locale={locale} />
      </div>
    </>
  );
}

/** Bookings and sessions, the next one first. */
async function Ahead({ ctx, locale, isWhole }: { ctx: Context; locale: Locale; isWhole: boolean }) {
  const t = translator(locale, "booking");
  const places = await myPlaces(ctx);
  const coming = [
    ...(await myBookings(ctx)).map((one) => ({
      ...one,
      shown: comingBooking(one, locale, ctx.now, t),
    })),
    ...(await mySessions(ctx)).map((one) => ({
      ...one,
      shown: comingSession(one, places.get(one.id), locale, ctx.now),
    })),
  ].sort((one, other) => Temporal.Instant.compare(one.during.start, other.during.start));
  const [next] = coming;
  if (!next)
    return (
      <Empty text={t("mine.none")}>
        <p className="row">
          <a className="button" href={`/${locale}`}>
            {t("mine.find")}
          </a>
          <a className="button quiet" href={`/${locale}/sessions`}>
            {t("mine.findSession")}
          </a>
        </p>
      </Empty>
    );
  const isToday = nearTime(locale, next.during.start, next.timeZone, ctx.now).day === null;
  const most = isWhole ? coming.length : MOST_LATER + 1;
  return (
    <ComingList
      coming={coming.slice(0, most).map(({ shown }) => shown)}
      hereHref={
        isToday && next.shown.state.kind === "free" ? `/${locale}/check-in/${next.spaceSlug}` : null
      }
      all={
        coming.length > most
          ? { href: `/${locale}/me?all=1#later`, words: t("mine.all", { count: coming.length }) }
          : null
      }
      words={{ way: t("mine.way"), here: t("mine.here"), later: t("mine.later") }}
    />
  );
}
