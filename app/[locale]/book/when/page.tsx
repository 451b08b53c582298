import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { z } from "zod";
import { DayPicker } from "#components/booking/day-picker.tsx";
import { StepHead } from "#components/booking/step-head.tsx";
import { TimePicker, type TimeToPick } from "#components/booking/time-picker.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { roomTimes } from "#lib/booking/allocation/room-times.ts";
import { setUpWords } from "#lib/booking/bookings/title.ts";
import { type FreeTime, findFreeTimes, takenHours } from "#lib/booking/search/free-times.ts";
import {
  checkAddress,
  equipmentOf,
  type Input,
  inputAddress,
  readInput,
  sameAddress,
} from "#lib/booking/search/input.ts";
import { DAYS, shownFrom, weekOf } from "#lib/booking/search/week.ts";
import { formatDate } from "#lib/foundation/i18n/format.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { messageFor, type Translate, translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { DomainError, orRefusal } from "#lib/foundation/platform/errors/errors.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { daysOf } from "#lib/foundation/platform/time/days.ts";
import { findLayout } from "#lib/places/spaces/layouts.ts";
import { findSpace } from "#lib/places/spaces/queries.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

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

  const { timeZone } = space;
  const today = ctx.now.toZonedDateTimeISO(timeZone).toPlainDate();
  const shown = shownFrom(asked, today);
  const within = daysOf(shown.first, DAYS, timeZone);
  const setUp = await layoutIn(ctx, space.resources, input.layout);
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
  const free = found instanceof DomainError ? [] : found;
  const week = weekOf(shown, free, openings, timeZone);

  const t = translator(locale, "booking");
  const none = found instanceof DomainError ? messageFor(locale, found.reason) : t("when.none");
  const to: HrefTo = (name, day) =>
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
        days={week.days}
        chosen={week.chosen}
        locale={locale}
        t={t}
        hrefOf={(day) => to("day", day)}
      />
      {week.chosen && week.times.length > 0 ? (
        <Times
          day={week.chosen}
          times={week.times}
          {...{ openings, asked: input, now: ctx.now, locale, timeZone }}
        />
      ) : (
        <Empty text={free.length > 0 ? t("when.noneOnDay") : none} />
      )}
      <nav className="step-actions" aria-label={t("when.ways")}>
        <OtherWeeks first={shown.first} today={today} to={to} t={t} />
        <a className="button quiet" href={where}>
          {t("when.otherPlace")}
        </a>
      </nav>
    </div>
  );
}

type HrefTo = (name: "day" | "week", day: Temporal.PlainDate) => string;

/** The layout somebody wants, where it is one of a room of this space. */
async function layoutIn(ctx: Context, rooms: { id: string }[], id: string | undefined) {
  const layout = id ? await findLayout(ctx, id) : null;
  return layout && rooms.some((room) => room.id === layout.roomId) ? layout : null;
}

function OtherWeeks({
  first,
  today,
  to,
  t,
}: {
  first: Temporal.PlainDate;
  today: Temporal.PlainDate;
  to: HrefTo;
  t: Translate;
}) {
  return (
    <>
      {Temporal.PlainDate.compare(first, today) > 0 && (
        <a className="button quiet" href={to("week", first.subtract({ days: DAYS }))}>
          {t("when.earlier")}
        </a>
      )}
      <a className="button quiet" href={to("week", first.add({ days: DAYS }))}>
        {t("when.later")}
      </a>
    </>
  );
}

/** The times of one day, with a word on those that are struck through. */
function Times(props: Picked) {
  const { day, now, locale, timeZone } = props;
  const t = translator(locale, "booking");
  const toPick = timesToPick(props);
  return (
    <>
      <h2 className="day">
        {t("when.pickTime", {
          day: formatDate(locale, daysOf(day, 1, timeZone).start, timeZone, now),
        })}
      </h2>
      <TimePicker times={toPick} timeZone={timeZone} locale={locale} t={t} />
      {toPick.some(({ href }) => href === null) && <p className="fact">{t("when.struck")}</p>}
    </>
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
