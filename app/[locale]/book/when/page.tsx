import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { z } from "zod";
import { DayPicker } from "#components/booking/day-picker.tsx";
import { StepHead } from "#components/booking/step-head.tsx";
import { TimePicker, type TimeToPick } from "#components/booking/time-picker.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { roomTimes } from "#lib/booking/allocation/room-times.ts";
import { setUpWords } from "#lib/booking/bookings/title.ts";
import {
  type FreeTime,
  findFreeTimes,
  hourly,
  takenHours,
} from "#lib/booking/search/free-times.ts";
import {
  checkAddress,
  equipmentOf,
  type Input,
  inputAddress,
  readInput,
  sameAddress,
} from "#lib/booking/search/input.ts";
import { formatDate } from "#lib/foundation/i18n/format.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { messageFor, translator } from "#lib/foundation/i18n/translator.ts";
import { requestContext } from "#lib/foundation/identity/session.ts";
import { dayFrom, daysOf } from "#lib/foundation/platform/days.ts";
import { DomainError, orRefusal } from "#lib/foundation/platform/errors.ts";
import { findLayout } from "#lib/places/spaces/layouts.ts";
import { findSpace } from "#lib/places/spaces/queries.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** A week at once: one press for another day. */
const DAYS = 7;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "booking")("when.title") };
}

/** The third screen: free times in the chosen place, day by day. Choosing one leads to the last. */
export default async function WhenPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const asked = await searchParams;
  const input = readInput(asked);
  if ("code" in input) redirect(`/${locale}/book?${sameAddress(asked)}`);
  if (!input.space) redirect(`/${locale}/book/where?${inputAddress(input)}`);
  const ctx = await requestContext();
  const space = await findSpace(ctx, input.space);
  if (!space) notFound();

  const t = translator(locale, "booking");
  const today = ctx.now.toZonedDateTimeISO(space.timeZone).toPlainDate();
  const asksDay = asked.day === undefined ? null : dayFrom(asked.day, today);
  const first = asksDay
    ? today.add({ days: Math.floor(today.until(asksDay).days / DAYS) * DAYS })
    : dayFrom(asked.week, today);
  const within = daysOf(first, DAYS, space.timeZone);
  const layout = input.layout ? await findLayout(ctx, input.layout) : null;
  const setUp = layout && space.resources.some(({ id }) => id === layout.roomId) ? layout : null;
  const roomId = setUp?.roomId ?? z.uuid().safeParse(asked.room).data;
  const found = await orRefusal(
    findFreeTimes(
      ctx,
      {
        spaceSlug: space.slug,
        people: input.people,
        minutes: input.hours * 60,
        equipment: equipmentOf(input),
        roomId,
      },
      within,
    ),
  );
  const openings = (await roomTimes(ctx, [space.slug], within))[0]?.openings ?? null;
  const dayOf = (start: Temporal.Instant) =>
    start.toZonedDateTimeISO(space.timeZone).toPlainDate().toString();
  const byDay = Map.groupBy(found instanceof DomainError ? [] : hourly(found), ({ during }) =>
    dayOf(during.start),
  );
  const days = Array.from({ length: DAYS }, (_, ahead) => {
    const day = first.add({ days: ahead });
    const isClosed =
      openings !== null && !openings.some(({ start }) => dayOf(start) === day.toString());
    return { day, free: byDay.get(day.toString())?.length ?? 0, isClosed };
  });
  const chosen = asksDay ?? days.find(({ free }) => free > 0)?.day ?? null;
  const times = byDay.get(chosen?.toString() ?? "") ?? [];
  const toPick = chosen
    ? timesToPick({
        ...{ times, openings, day: chosen, asked: input, locale },
        ...{ now: ctx.now, timeZone: space.timeZone },
      })
    : [];
  const none = found instanceof DomainError ? messageFor(locale, found.reason) : t("when.none");
  const to = (name: "day" | "week", day: Temporal.PlainDate) =>
    `/${locale}/book/when?${inputAddress(input)}&${name}=${day.toString()}${roomId ? `&room=${roomId}` : ""}`;
  const where = `/${locale}/book/where?${inputAddress({ ...input, space: null })}`;
  return (
    <div className="narrow">
      <StepHead
        here="when"
        hrefs={{ what: `/${locale}/book?${inputAddress(input)}`, where }}
        title={t("when.title")}
        locale={locale}
        t={t}
      />
      <p className="fact">
        {t("when.room", { people: input.people, space: space.name, hours: input.hours })}
      </p>
      {setUp && <p className="fact">{setUpWords(locale, setUp.names)}</p>}
      <h2>{t("when.pickDay")}</h2>
      <DayPicker
        days={days}
        chosen={chosen}
        locale={locale}
        t={t}
        hrefOf={(day) => to("day", day)}
      />
      {chosen && times.length > 0 ? (
        <>
          <h2 className="day">
            {t("when.pickTime", {
              day: formatDate(
                locale,
                daysOf(chosen, 1, space.timeZone).start,
                space.timeZone,
                ctx.now,
              ),
            })}
          </h2>
          <TimePicker times={toPick} timeZone={space.timeZone} locale={locale} t={t} />
          {toPick.some(({ href }) => href === null) && <p className="fact">{t("when.struck")}</p>}
        </>
      ) : (
        <Empty text={byDay.size > 0 ? t("when.noneOnDay") : none} />
      )}
      <nav className="step-actions" aria-label={t("when.ways")}>
        {Temporal.PlainDate.compare(first, today) > 0 && (
          <a className="button quiet" href={to("week", first.subtract({ days: DAYS }))}>
            {t("when.earlier")}
          </a>
        )}
        <a className="button quiet" href={to("week", first.add({ days: DAYS }))}>
          {t("when.later")}
        </a>
        <a className="button quiet" href={where}>
          {t("when.otherPlace")}
        </a>
      </nav>
    </div>
  );
}

type Picked = {
  times: FreeTime[];
  openings: TimeToPick["during"][] | null;
  day: Temporal.PlainDate;
  asked: Input;
  now: Temporal.Instant;
  locale: Locale;
  timeZone: string;
};

/** The free times of a day with the way to book each, and between them the hours that are taken. */
function timesToPick({ times, openings, asked, locale, ...at }: Picked): TimeToPick[] {
  const equipment = equipmentOf(asked);
  const free = times.map(({ roomId, during }) => ({
    during,
    href: `/${locale}/book/check?${checkAddress({ roomId, ...during, people: asked.people, equipment, layoutId: asked.layout })}`,
  }));
  const taken = takenHours(openings ?? [], times, { ...at, hours: asked.hours });
  return [...free, ...taken.map((during) => ({ during, href: null }))].sort((one, other) =>
    Temporal.Instant.compare(one.during.start, other.during.start),
  );
}
