import { Status } from "#components/ui/status.tsx";
import { labelled } from "#lib/foundation/i18n/colon.ts";
import { firstOf, type PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import "#components/desk/today.css";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { RequestAnswer } from "#components/desk/request-answer.tsx";
import { DayList, Timeline, TimelineLegend } from "#components/desk/timeline.tsx";
import { RefreshLive } from "#components/occupancy/refresh-live.tsx";
import { Icon, type IconName } from "#components/ui/icon.tsx";
import { waitingRequests } from "#lib/booking/bookings/approvals.ts";
import { formatDate, formatDateTimeRange, formatTime } from "#lib/foundation/i18n/format.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { can } from "#lib/foundation/identity/permission/policy.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { daysOf } from "#lib/foundation/platform/time/days.ts";
import { readDay } from "#lib/foundation/platform/time/moments.ts";
import { countAwardsToDecide } from "#lib/learning/badges/awards/to-decide.ts";
import { type DeskDay, type DeskEvent, deskDays } from "#lib/learning/sessions/desk-day.ts";
import { listPlannedByStaff } from "#lib/learning/sessions/queries.ts";
import { titleIn } from "#lib/learning/sessions/rules.ts";
import { type FreeRoom, roomsFree } from "#lib/learning/sessions/timeline.ts";
import { occupancyNow } from "#lib/places/occupancy/now.ts";
import { chosenSpaces } from "#lib/places/spaces/chosen.ts";
import { dayView, hoursOf } from "./day-view.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "desk")("today") };
}

/**
 * A day of one's own spaces: who is here, what takes the rooms, what waits for an answer, the next
 * sessions.
 */
export default async function DeskPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("booking.manage", `/${locale}/desk`);
  const asked = await searchParams;
  const t = translator(locale, "desk");
  const { space, shown } = await chosenSpaces(ctx, "booking.manage", asked.space);
  if (!space) notFound();
  const today = ctx.now.toZonedDateTimeISO(space.timeZone).toPlainDate();
  const date = dayAsked(asked.day) ?? today;
  const isToday = date.equals(today);
  const days = await deskDays(
    ctx,
    shown.map(({ id, timeZone }) => ({ id, within: daysOf(date, 1, timeZone) })),
  );
  const requests = await waitingRequests(ctx);
  const dayName = formatDate(
    locale,
    date.toZonedDateTime({ timeZone: space.timeZone, plainTime: "12:00" }).toInstant(),
    space.timeZone,
    ctx.now,
  );
  const answered = [asked.answered].flat()[0];
  return (
    <>
      {isToday &&
        shown.map(({ slug }) => (
          <RefreshLive key={slug} address={`/api/v1/spaces/${slug}/occupancy/stream`} />
        ))}
      <div className="work-head">
        <h1>{dayName}</h1>
        <DayLinks locale={locale} date={date} today={today} />
        <span className="work-do">
          <a
            className="button quiet"
            href={`/${locale}/desk/bookings/new?space=${space.slug}&day=${date}`}
          >
            <Icon name="plus" />
            {t("dayView.bookRoom")}
          </a>
          {can(ctx.actor, "session.plan") && (
            <a className="button" href={`/${locale}/desk/sessions/new?space=${space.slug}`}>
              <Icon name="plus" />
              {t("dayView.planSession")}
            </a>
          )}
        </span>
      </div>
      {(answered === "confirm" || answered === "refuse") && (
        <Status>{t(`requests.done.${answered}`)}</Status>
      )}
      {isToday && (
        <section className="stats" aria-label={t("dayView.now")}>
          {days.map((day) => (
            <HereNow
              key={day.space.id}
              ctx={ctx}
              locale={locale}
              day={day}
              isAlone={days.length === 1}
            />
          ))}
          <SessionsOf days={days} locale={locale} />
          <FreeNow days={days} locale={locale} now={ctx.now} />
          <Stat icon="inbox" name={t("dayView.waitForYou")} figure={String(requests.length)}>
            {requests[0]
              ? t("dayView.first", {
                  when: formatDateTimeRange(locale, requests[0].during, requests[0].timeZone),
                })
              : t("dayView.nobodyWaits")}
          </Stat>
        </section>
      )}
      <div className="two">
        <div className="stack">
          {days.map((day) => (
            <Day
              key={day.space.id}
              {...{ ctx, locale, day, date, dayName }}
              isAlone={days.length === 1}
            />
          ))}
        </div>
        <div className="stack aside">
          <Requests locale={locale} requests={requests} day={isToday ? null : date} />
          <BadgesWaiting ctx={ctx} locale={locale} />
          <NextSessions ctx={ctx} locale={locale} days={days} isToday={isToday} />
        </div>
      </div>
    </>
  );
}

type LinksProps = { locale: Locale; date: Temporal.PlainDate; today: Temporal.PlainDate };

/** The day before and the day after, and the way back to today. */
function DayLinks({ locale, date, today }: LinksProps) {
  const t = translator(locale, "desk");
  const hrefOf = (other: Temporal.PlainDate) =>
    `/${locale}/desk${other.equals(today) ? "" : `?day=${other}`}`;
  return (
    <>
      <a
        className="iconbtn"
        href={hrefOf(date.subtract({ days: 1 }))}
        aria-label={t("dayView.dayBefore")}
      >
        <Icon name="left" />
      </a>
      {!date.equals(today) && (
        <a className="button quiet" href={hrefOf(today)}>
          {t("dayView.toToday")}
        </a>
      )}
      <a
        className="iconbtn"
        href={hrefOf(date.add({ days: 1 }))}
        aria-label={t("dayView.dayAfter")}
      >
        <Icon name="right" />
      </a>
    </>
  );
}

type DayProps = {
  ctx: Context;
  locale: Locale;
  day: DeskDay;
  date: Temporal.PlainDate;
  dayName: string;
  isAlone: boolean;
};

function Day({ ctx, locale, day, date, dayName, isAlone }: DayProps) {
  const t = translator(locale, "desk");
  const { view, list } = dayView(day, {
    locale,
    date,
    now: ctx.now,
    dayName,
    hrefOf: (event) => hrefOf(event, locale, day),
  });
  return (
    <section aria-label={day.space.name}>
      <h2 className={isAlone ? "unseen" : undefined}>{day.space.name}</h2>
      {day.rooms.length === 0 ? <p>{t("dayView.noRooms")}</p> : <Timeline {...view} />}
      <TimelineLegend locale={locale} />
      {list.length === 0 ? (
        <p className="only-narrow">{t("dayView.nothing")}</p>
      ) : (
        <DayList events={list} label={t("dayView.list", { day: dayName })} />
      )}
    </section>
  );
}

function hrefOf({ id, kind, session }: DeskEvent, locale: Locale, { space }: DeskDay): string {
  if (session) return `/${locale}/desk/sessions/${session.id}`;
  if (kind === "closure") return `/${locale}/desk/closures?space=${space.slug}`;
  if (kind === "kept") return `/${locale}/desk/blockings?space=${space.slug}`;
  return `/${locale}/me/bookings/${id}`;
}

type StatProps = { icon: IconName; name: string; figure: string; of?: string; children: ReactNode };

/** One figure with what it is, and what else there is to know. */
function Stat({ icon, name, figure, of, children }: StatProps) {
  return (
    <div className="card stat">
      <p className="stat-name">
        <Icon name={icon} />
        {name}
      </p>
      <p className="stat-figure">
        {figure} {of && <small>{of}</small>}
      </p>
      <p className="fact">{children}</p>
    </div>
  );
}

/** How many are in a space, as its staff may be told it: a number of few people to nobody. */
async function HereNow({ ctx, locale, day, isAlone }: Omit<DayProps, "date" | "dayName">) {
  const t = translator(locale, "desk");
  const words = translator(locale, "occupancy");
  const { people, capacity, band, isStale } = await occupancyNow(ctx, day.space.slug);
  const isKnown = band !== null && !isStale;
  return (
    <Stat
      icon="people"
      name={isAlone ? t("dayView.hereNow") : labelled(locale, t("dayView.hereNow"), day.space.name)}
      figure={isKnown && people != null ? String(people) : "–"}
      {...(isKnown && people != null
        ? { of: t("dayView.ofPlaces", { capacity: capacity ?? 0 }) }
        : {})}
    >
      {isKnown
        ? people == null
          ? t("dayView.fewHere")
          : words(`bands.${band}`)
        : t("dayView.noCount")}
    </Stat>
  );
}

function SessionsOf({ days, locale }: { days: DeskDay[]; locale: Locale }) {
  const t = translator(locale, "desk");
  const sessions = days.flatMap(({ events }) => events).flatMap(({ session }) => session ?? []);
  const sum = (key: "taken" | "places") => sessions.reduce((all, one) => all + one[key], 0);
  return (
    <Stat icon="book" name={t("dayView.sessionsToday")} figure={String(sessions.length)}>
      {sessions.length > 0 && t("dayView.places", { taken: sum("taken"), places: sum("places") })}
    </Stat>
  );
}

/**
 * How many rooms nobody has now, and one of them with how long. Rooms that are put together from
 * others are not counted.
 */
function FreeNow({
  days,
  locale,
  now,
}: {
  days: DeskDay[];
  locale: Locale;
  now: Temporal.Instant;
}) {
  const t = translator(locale, "desk");
  const perDay = days.map((day) => ({ ...roomsFree(day, now), timeZone: day.space.timeZone }));
  const free = perDay.flatMap(({ free: rooms, timeZone }) =>
    rooms.map((room) => ({ ...room, timeZone })),
  );
  // That nobody has for longest.
  const first = free.toSorted((one, other) => ends(other) - ends(one))[0];
  return (
    <Stat
      icon="door"
      name={t("dayView.roomsFree")}
      figure={String(free.length)}
      of={t("dayView.ofRooms", { count: perDay.reduce((all, { rooms }) => all + rooms, 0) })}
    >
      {first
        ? first.until
          ? t("dayView.freeUntil", {
              room: first.name,
              time: formatTime(locale, first.until, first.timeZone),
            })
          : t("dayView.freeAllDay", { room: first.name })
        : perDay.every(({ isOpen }) => !isOpen) && t("dayView.closedNow")}
    </Stat>
  );
}

function ends({ until }: FreeRoom): number {
  return until?.epochMilliseconds ?? Number.MAX_SAFE_INTEGER;
}

type RequestsProps = {
  locale: Locale;
  requests: Awaited<ReturnType<typeof waitingRequests>>;
  day: Temporal.PlainDate | null;
};

const MOST_REQUESTS = 5;

/** What waits for an answer in any of one's spaces, with yes and no beside it. */
function Requests({ locale, requests, day }: RequestsProps) {
  const t = translator(locale, "desk");
  return (
    <section className="card pad" id="requests">
      <div className="head">
        <h2>{t("requests.title")}</h2>
        {requests.length > 0 && (
          <span className="pill request">
            {t("dayView.requestsWait", { count: requests.length })}
          </span>
        )}
      </div>
      {requests.length === 0 && <p className="fact">{t("requests.none")}</p>}
      <ul className="lines">
        {requests
          .slice(0, MOST_REQUESTS)
          .map(({ id, version, askedBy, purpose, during, timeZone, ...request }) => (
            <li key={id}>
              <div>
                <h3>
                  <a href={`/${locale}/me/bookings/${id}`}>{purpose || askedBy}</a>
                </h3>
                <p className="fact">
                  <bdi>{request.spaceName}</bdi> – <bdi>{request.roomName}</bdi>,{" "}
                  {formatDateTimeRange(locale, during, timeZone)}
                </p>
                <p className="fact">
                  {t("dayView.askedBy", {
                    name: askedBy,
                    people: t("dayView.people", { count: request.people }),
                  })}
                </p>
              </div>
              <RequestAnswer
                values={{
                  locale,
                  id,
                  version: String(version),
                  on: "today",
                  ...(day ? { day: day.toString() } : {}),
                }}
                words={{
                  accept: t("requests.accept"),
                  refuse: t("requests.refuse"),
                  note: t("requests.note"),
                  sendRefusal: t("requests.sendRefusal"),
                  working: t("form.working"),
                }}
              />
            </li>
          ))}
      </ul>
      {requests.length > MOST_REQUESTS && (
        <p>
          <a href={`/${locale}/desk/requests`}>{t("dayView.all")}</a>
        </p>
      )}
    </section>
  );
}

/** Requests for badges that wait for a decision: a line, and nothing where none does. */
async function BadgesWaiting({ ctx, locale }: { ctx: Context; locale: Locale }) {
  const count = can(ctx.actor, "badge.award") ? await countAwardsToDecide(ctx) : 0;
  if (count === 0) return null;
  return (
    <p className="card pad">
      <a href={`/${locale}/desk/badges`}>
        {translator(locale, "desk")("dayView.badgesWait", { count })}
      </a>
    </p>
  );
}

const MOST_SESSIONS = 5;

type NextSessionsProps = { ctx: Context; locale: Locale; days: DeskDay[]; isToday: boolean };

/**
 * What is going on and what comes, with the way to its sheet; where nothing comes today, what comes
 * after it.
 */
function NextSessions({ ctx, locale, days, isToday }: NextSessionsProps) {
  const t = translator(locale, "desk");
  const next = days
    .flatMap(({ events, space, rooms }) => events.map((event) => ({ ...event, space, rooms })))
    .filter(({ session, end }) => session && Temporal.Instant.compare(end, ctx.now) > 0)
    .sort((one, other) => Temporal.Instant.compare(one.start, other.start));
  return (
    <section className="card pad">
      <h2>{t("dayView.next")}</h2>
      {next.length === 0 && <p className="fact">{t("dayView.noneNext")}</p>}
      {next.length === 0 && isToday && <ComingSession ctx={ctx} locale={locale} days={days} />}
      <ul className="lines">
        {next.slice(0, MOST_SESSIONS).map((event) => (
          <li key={event.id}>
            <div className="line-when">
              <span className="time">{hoursOf(event, locale, event.space.timeZone)}</span>
              <div>
                <h3>
                  <a href={`/${locale}/desk/sessions/${event.session?.id}`}>{event.title}</a>
                </h3>
                <p className="fact">
                  {[
                    event.rooms.find(({ id }) => id === event.roomIds[0])?.name,
                    event.session &&
                      t("dayView.enrolled", {
                        taken: event.session.taken,
                        places: event.session.places,
                      }),
                  ]
                    .filter(Boolean)
                    .join(" · ")}
                </p>
              </div>
            </div>
            {can(ctx.actor, "attendance.take", { spaceId: event.space.id }) && (
              <a
                className={event === next[0] ? "button" : "button quiet"}
                href={`/${locale}/desk/sessions/${event.session?.id}/sheet`}
                aria-label={labelled(locale, t("dayView.takeAttendance"), event.title)}
              >
                <Icon name="check" />
                {t("dayView.takeAttendance")}
              </a>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The first session of a later day. */
async function ComingSession({ ctx, locale, days }: Omit<NextSessionsProps, "isToday">) {
  if (!can(ctx.actor, "session.plan")) return null;
  const { items } = await listPlannedByStaff(
    ctx,
    1,
    days.map(({ space }) => space.id),
  );
  const coming = items.find(
    ({ status, during }) =>
      status === "planned" && Temporal.Instant.compare(during.start, ctx.now) > 0,
  );
  if (!coming) return null;
  const { id, during, timeZone, spaceName } = coming;
  const title = titleIn(coming.title, locale);
  return (
    <>
      <h3>
        <a href={`/${locale}/desk/sessions/${id}`} lang={title.lang}>
          {title.text}
        </a>
      </h3>
      <p className="fact">
        {days.length > 1 && (
          <>
            <bdi>{spaceName}</bdi>,{" "}
          </>
        )}
        {formatDateTimeRange(locale, during, timeZone)}
      </p>
    </>
  );
}

/** Any day, also one that has passed. */
function dayAsked(text: string | string[] | undefined): Temporal.PlainDate | null {
  try {
    return readDay(String(firstOf(text)));
  } catch {
    return null;
  }
}
