import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { z } from "zod";
import { Steps } from "#components/booking/steps.tsx";
import { TimeList } from "#components/booking/time-list.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { Listen } from "#components/ui/listen.tsx";
import { findFreeTimes, hourly } from "#lib/booking/search/free-times.ts";
import { checkAddress, readWish, sameAddress, wishAddress } from "#lib/booking/search/wish.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { messageFor, translator } from "#lib/foundation/i18n/translator.ts";
import { requestContext } from "#lib/foundation/identity/session.ts";
import { dayFrom, daysOf } from "#lib/foundation/platform/days.ts";
import { DomainError, orRefusal } from "#lib/foundation/platform/errors.ts";
import { findSpace } from "#lib/places/spaces/queries.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const DAYS = 3;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "booking")("when.title") };
}

/** The third screen: free times in the chosen place, a few days at once. Choosing one leads to the last. */
export default async function WhenPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const asked = await searchParams;
  const wish = readWish(asked);
  if ("code" in wish) redirect(`/${locale}/book?${sameAddress(asked)}`);
  if (!wish.space) redirect(`/${locale}/book/where?${wishAddress(wish)}`);
  const ctx = await requestContext();
  const space = await findSpace(ctx, wish.space);
  if (!space) notFound();

  const t = translator(locale, "booking");
  const today = ctx.now.toZonedDateTimeISO(space.timeZone).toPlainDate();
  const first = dayFrom(asked.day, today);
  const roomId = z.uuid().safeParse(asked.room).data;
  const found = await orRefusal(
    findFreeTimes(
      ctx,
      {
        spaceSlug: space.slug,
        people: wish.people,
        minutes: wish.hours * 60,
        equipment: wish.needs.map((kind) => ({ kind, quantity: 1 })),
        roomId,
      },
      daysOf(first, DAYS, space.timeZone),
    ),
  );
  const times = found instanceof DomainError ? [] : found;
  const none = found instanceof DomainError ? messageFor(locale, found.reason) : t("when.none");
  const otherDay = (day: Temporal.PlainDate) =>
    `/${locale}/book/when?${wishAddress(wish)}&day=${day.toString()}${roomId ? `&room=${roomId}` : ""}`;
  const where = `/${locale}/book/where?${wishAddress({ ...wish, space: null })}`;
  return (
    <div className="narrow">
      <Steps here="when" hrefs={{ what: `/${locale}/book?${wishAddress(wish)}`, where }} t={t} />
      <h1>{t("when.title")}</h1>
      <p>{t("when.room", { people: wish.people, space: space.name })}</p>
      <Listen locale={locale} label={t("steps.listen")} stop={t("steps.stop")} />
      {times.length === 0 && <Empty text={none} />}
      <TimeList
        times={hourly(times)}
        locale={locale}
        timeZone={space.timeZone}
        hrefOf={({ roomId, during }) => {
          const equipment = wish.needs.map((kind) => ({ kind, quantity: 1 }));
          const query = checkAddress({ roomId, ...during, people: wish.people, equipment });
          return `/${locale}/book/check?${query}`;
        }}
      />
      <p className="row">
        {Temporal.PlainDate.compare(first, today) > 0 && (
          <a className="button quiet" href={otherDay(first.subtract({ days: DAYS }))}>
            {t("when.earlier")}
          </a>
        )}
        <a className="button quiet" href={otherDay(first.add({ days: DAYS }))}>
          {t("when.later")}
        </a>
        <a className="button quiet" href={where}>
          {t("when.otherPlace")}
        </a>
      </p>
    </div>
  );
}
