import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache, Fragment, type ReactNode } from "react";
import { townIn } from "#components/map/towns.ts";
import { BusyDay, BusyHours } from "#components/occupancy/busy-hours.tsx";
import { LiveBand } from "#components/occupancy/live-band.tsx";
import { Told } from "#components/site/told.tsx";
import { DayStrip } from "#components/spaces/day-strip.tsx";
import { Drawing } from "#components/spaces/drawing.tsx";
import { OpenWords } from "#components/spaces/open-words.tsx";
import { OpenState, whenWords } from "#components/spaces/place-list.tsx";
import { Region } from "#components/spaces/region.tsx";
import { RoomPhotos } from "#components/spaces/room-photos.tsx";
import { Icon, type IconName } from "#components/ui/icon.tsx";
import { firstGap, type Stretch as Interval, without } from "#lib/booking/allocation/gaps.ts";
import { nextFreeOf, roomTimes } from "#lib/booking/allocation/room-times.ts";
import { closuresOf } from "#lib/booking/closures/closures.ts";
import { COLON, labelled } from "#lib/foundation/i18n/colon.ts";
import {
  formatDate,
  formatDateTimeRange,
  formatShortDay,
  formatTime,
  weekdayNames,
} from "#lib/foundation/i18n/format.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { type Translate, translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { requestContext } from "#lib/foundation/identity/session.ts";
import { settings } from "#lib/foundation/platform/settings.ts";
import { listSessions, type SessionView } from "#lib/learning/sessions/queries.ts";
import { betterWord, placesWord, type Title, titleIn } from "#lib/learning/sessions/rules.ts";
import { sessionFilter } from "#lib/learning/sessions/schema.ts";
import { busyHours } from "#lib/places/occupancy/busy-hours.ts";
import { publicNow } from "#lib/places/occupancy/now.ts";
import { bandWords } from "#lib/places/occupancy/words.ts";
import { cardFactsOf } from "#lib/places/spaces/cards.ts";
import { exceptionsOf } from "#lib/places/spaces/hours.ts";
import { spaceData } from "#lib/places/spaces/linked-data.ts";
import { readableWeek } from "#lib/places/spaces/opening-hours.ts";
import { opennessOf } from "#lib/places/spaces/openness.ts";
import { type Photo, photosOf } from "#lib/places/spaces/photos.ts";
import { findSpace, openNow } from "#lib/places/spaces/queries.ts";
import { isOut } from "#lib/places/spaces/resources.ts";
import { MapBeside } from "../../map-beside.tsx";
import "./space.css";

type Props = { params: Promise<{ locale: string; slug: string }> };

/** Read once for the head of the page and the page. */
const spaceAsked = cache(async (slug: string) => findSpace(await requestContext(), slug));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale: segment, slug } = await params;
  const locale = localeOf(segment);
  const space = await spaceAsked(slug);
  return space ? { title: space.name, description: describeSpace(space, locale) } : {};
}

export default async function SpacePage({ params }: Props) {
  const { locale: segment, slug } = await params;
  const locale = localeOf(segment);
  const ctx = await requestContext();
  const space = await spaceAsked(slug);
  if (!space) notFound();

  const t = translator(locale, "spaces");
  const [state, photos, factsBySpace, freeBySpace, programme] = await Promise.all([
    opennessOf(ctx, space.id),
    photosOf(ctx, space.id),
    cardFactsOf(ctx, [slug]),
    nextFreeOf(ctx, [slug]),
    listSessions(ctx, { ...sessionFilter.parse({ space: slug }), page: 1 }),
  ]);
  const openness = openNow(state, space.timeZone);
  const facts = factsBySpace.get(slug);
  const free = freeBySpace.get(slug);
  const today = ctx.now.toZonedDateTimeISO(space.timeZone).toPlainDate();
  const monday = today.subtract({ days: today.dayOfWeek - 1 });
  const equipment = space.resources.filter(({ kind }) => kind === "stock" || kind === "item");
  const openWords = (
    <OpenState
      place={{ ...openness, timeZone: space.timeZone, opensAt: facts?.opensAt ?? null }}
      locale={locale}
      now={ctx.now}
      t={t}
    />
  );

  return (
    <div className="space">
      <Told
        locale={locale}
        path={`/spaces/${slug}`}
        title={space.name}
        description={describeSpace(space, locale)}
        picture={photos[0] && { path: `/api/v1/photos/${photos[0].id}`, alt: photos[0].alt[locale] }}
        data={spaceData(space, {
          publicUrl: settings().publicUrl,
          locale,
          description: describeSpace(space, locale),
          week: readableWeek({ ...space, country: space.country === "FR" ? "FR" : "BE" }, monday),
          monday,
          photos: photos.map(({ id }) => `/api/v1/photos/${id}`),
          features: (facts?.features ?? []).map((feature) => t.or(`features.${feature}`, feature)),
          seats: facts?.seats ?? 0,
        })}
      />
      <p className="space-crumb">
        <a href={`/${locale}`}>
          <Icon name="back" />
          {t("page.back")}
        </a>
      </p>
      <div className="space-head">
        <div className="about">
          <p>
            <Region
              city={townIn(locale, space.city)}
              region={space.region}
              name={t(`regions.${space.region}`)}
            />
            {` · ${t.or(`kinds.${space.kind}`, space.kind)}`}
          </p>
          <h1>{space.name}</h1>
          <Said summary={space.summary} locale={locale} />
          <div className="nowbox">
            {openness.isOpen || openness.closedFor ? (
              <OpenWords openNow={openness} timeZone={space.timeZone} locale={locale} t={t} />
            ) : (
              <p>{openWords}</p>
            )}
            {openness.isOpen && <BusyNow ctx={ctx} locale={locale} slug={space.slug} />}
            {free && (
              <p>
                {ctx.now.until(free.from).total("minutes") <= 15
                  ? t("page.roomFreeNow", { room: free.roomName })
                  : t("page.roomFree", {
                      room: free.roomName,
                      when: whenWords(free.from, space.timeZone, locale, ctx.now, t),
                    })}
              </p>
            )}
          </div>
          <p className="actions">
            <a className="button" href={`/${locale}/book?space=${space.slug}`}>
              {t("findRoom")}
            </a>
            {programme.total > 0 && (
              <a className="button quiet" href={`/${locale}/sessions?space=${space.slug}`}>
                <Icon name="calendar" />
                {t("page.sessions", { count: programme.total })}
              </a>
            )}
          </p>
          <Has features={facts?.features ?? []} t={t} />
        </div>
        <Cover photo={photos[0]} kind={space.kind} locale={locale} t={t} />
      </div>
      <nav className="anchor" aria-label={t("page.parts")}>
        <a href="#rooms">{t("roomsTitle")}</a>
        {programme.total > 0 && <a href="#programme">{t("page.programme")}</a>}
        <a href="#way">{t("page.way")}</a>
        <a href="#times">{t("page.times")}</a>
      </nav>

      <RoomsToday ctx={ctx} locale={locale} space={space} photos={photos} t={t}>
        {equipment.length > 0 && (
          <p className="facts-line">
            {equipment.map((thing) => (
              <Fragment key={thing.id}>
                <Icon
                  name={
                    thing.equipmentKind === "camera"
                      ? "camera"
                      : thing.equipmentKind === "laptop"
                        ? "laptop"
                        : "tool"
                  }
                />
                {thing.quantity} × {t.or(`features.${thing.equipmentKind}`, thing.name)}{" "}
              </Fragment>
            ))}
          </p>
        )}
      </RoomsToday>

      {programme.total > 0 && (
        <section id="programme" aria-labelledby="programme-title">
          <div className="heading">
            <h2 id="programme-title">{t("page.programme")}</h2>
            <p>
              <a href={`/${locale}/sessions?space=${space.slug}`}>{t("page.wholeProgramme")}</a>
            </p>
          </div>
          <ol className="agenda">
            {programme.items.slice(0, SESSIONS_SHOWN).map((session) => (
              <Session key={session.id} session={session} locale={locale} timeZone={space.timeZone} />
            ))}
          </ol>
        </section>
      )}

      <section id="way" aria-labelledby="way-title">
        <h2 id="way-title">{t("page.way")}</h2>
        <div className="way">
          <div>
            <MapBeside
              locale={locale}
              spots={[{ ...space, pin: space.name.slice(0, 1).toUpperCase() }]}
              view={{ centre: { lat: space.lat, lon: space.lon }, zoom: EXCERPT_ZOOM }}
              kinds={[space.kind]}
              address={null}
              areaName="area"
              isAll={false}
            />
            <p className="fact">
              {t(`precision.${space.precision}`)} {t("source", originOf(space, t))}
            </p>
          </div>
          <address>
            <p>
              {space.address && (
                <>
                  <strong>{space.address}</strong>
                  <br />
                </>
              )}
              {[space.postcode, space.city].filter(Boolean).join(" ")}
            </p>
            <p>
              <a
                className="button quiet"
                href={`https://www.openstreetmap.org/directions?to=${space.lat}%2C${space.lon}`}
                rel="noreferrer"
              >
                {t("page.route")}
              </a>
            </p>
            <p className="fact">{t("page.routeAsks")}</p>
          </address>
        </div>
      </section>

      <section id="times" aria-labelledby="times-title">
        <h2 id="times-title">{t("page.times")}</h2>
        <div className="pair">
          <UsualHours ctx={ctx} locale={locale} space={space} />
          <Hours ctx={ctx} locale={locale} space={space} t={t} />
        </div>
      </section>
      <div className="thumbbar">
        {openWords}
        <a className="button" href={`/${locale}/book?space=${space.slug}`}>
          {t("findRoom")}
        </a>
      </div>
    </div>
  );
}

/** What the space says of itself: in the reader's language, or else in the first it has. */
function Said({ summary, locale }: { summary: Title; locale: Locale }) {
  const { text, lang } = titleIn(summary, locale);
  return text && <p lang={lang === locale ? undefined : lang}>{text}</p>;
}

type FoundSpace = NonNullable<Awaited<ReturnType<typeof findSpace>>>;
/** What the space says of itself in the reader's language, or else what kind of place it is and where. */
function describeSpace({ summary, kind, city }: FoundSpace, locale: Locale): string {
  return (
    summary[locale] ??
    translator(locale, "common")("describe.space", {
      kind: translator(locale, "spaces").or(`kinds.${kind}`, kind),
      town: townIn(locale, city),
    })
  );
}

type PartProps = { ctx: Context; locale: Locale; space: FoundSpace; t: Translate };

const SESSIONS_SHOWN = 3;
/** Some twenty kilometres across: the towns around can be seen. */
const EXCERPT_ZOOM = 11;

const HAS: [string, IconName][] = [
  ["wheelchair", "wheelchair"],
  ["hearing-loop", "ear"],
  ["projector", "projector"],
  ["whiteboard", "board"],
  ["kitchen", "home"],
  ["quiet", "info"],
];

function Has({ features, t }: { features: string[]; t: Translate }) {
  const has = HAS.filter(([feature]) => features.includes(feature));
  if (has.length === 0) return null;
  return (
    <p className="facts-line">
      {has.map(([feature, icon]) => (
        <Fragment key={feature}>
          <Icon name={icon} />
          {t(`features.${feature}`)}{" "}
        </Fragment>
      ))}
    </p>
  );
}

/** The first photo of the place, else our drawing of its kind, which says that it is one. */
function Cover({
  photo,
  kind,
  locale,
  t,
}: {
  photo: Photo | undefined;
  kind: string;
  locale: Locale;
  t: Translate;
}) {
  return (
    <figure className="cover">
      {photo ? (
        // biome-ignore lint/performance/noImgElement: stored at the size it is shown
        <img src={`/api/v1/photos/${photo.id}`} alt={photo.alt[locale]} decoding="async" />
      ) : (
        <>
          <Drawing kind={kind} />
          <figcaption>{t("page.drawing")}</figcaption>
        </>
      )}
    </figure>
  );
}

type RoomsProps = PartProps & { photos: Photo[]; children: ReactNode };

/** Every room with its day: when it is free, when it is taken, and what can be done now. */
async function RoomsToday({ ctx, locale, space, photos, t, children }: RoomsProps) {
  // To the quarter: who looks again a minute later reads the same, unless something happened.
  const now = ctx.now.round({ smallestUnit: "minute", roundingIncrement: 15, roundingMode: "floor" });
  const start = now.toZonedDateTimeISO(space.timeZone).startOfDay();
  const today = { start: start.toInstant(), end: start.add({ days: 1 }).toInstant() };
  const times = new Map((await roomTimes(ctx, [space.slug], today)).map((room) => [room.roomId, room]));
  const byRoom = Map.groupBy(photos, ({ resourceId }) => resourceId);
  const rooms = space.resources.filter(({ kind }) => kind === "room" || kind === "desk");
  const hours = (at: Temporal.Instant) => Math.round(today.start.until(at).total("minutes"));
  const stretches = (intervals: Interval[]) =>
    intervals.map((one) => ({ from: hours(one.start), to: hours(one.end) }));
  return (
    <section id="rooms" aria-labelledby="rooms-title">
      <div className="heading">
        <h2 id="rooms-title">{t("page.rooms")}</h2>
        <p className="striplegend" aria-hidden="true">
          <span>{t("page.free")}</span>
          <span className="in-use">{t("page.taken")}</span>
        </p>
      </div>
      <ul className="rooms">
        {rooms.map((room) => {
          const day = times.get(room.id);
          const left = day?.openings.flatMap((opening) =>
            without(opening, [...day.taken, { start: today.start, end: now }]),
          );
          const gap =
            day && firstGap(day.openings, day.taken, now, Math.max(USEFUL_MINUTES, room.minMinutes));
          const isToday = gap && Temporal.Instant.compare(gap.start, today.end) < 0;
          return (
            <li className="room" key={room.id}>
              <RoomPhotos photos={byRoom.get(room.id) ?? []} locale={locale} t={t} />
              <h3>{room.name}</h3>
              {day && !isOut(room, ctx.now) && (
                <RoomState
                  gap={isToday ? gap : null}
                  isShut={day.openings.length === 0}
                  isOver={day.openings.every(({ end }) => Temporal.Instant.compare(end, now) <= 0)}
                  now={now}
                  locale={locale}
                  zone={space.timeZone}
                  t={t}
                />
              )}
              <p className="fact">
                {[
                  t("places", { count: room.capacity }),
                  ...room.features.map((feature) => t.or(`features.${feature}`, feature)),
                ].join(" · ")}
              </p>
              {isOut(room, ctx.now) && (
                <p className="status">
                  {room.outOfServiceUntil
                    ? t("outUntil", {
                        when: formatDate(locale, room.outOfServiceUntil, space.timeZone, ctx.now),
                        reason: room.outOfServiceReason ?? "",
                      })
                    : t("out", { reason: room.outOfServiceReason ?? "" })}
                </p>
              )}
              {day && left && day.openings.length > 0 && (
                <DayStrip
                  label={
                    left.length > 0
                      ? t("page.freeTimes", {
                          room: room.name,
                          times: left
                            .map(
                              (one) =>
                                `${formatTime(locale, one.start, space.timeZone)}–${formatTime(locale, one.end, space.timeZone)}`,
                            )
                            .join(", "),
                        })
                      : t("page.noFreeTime", { room: room.name })
                  }
                  open={stretches(day.openings)}
                  taken={stretches(day.taken)}
                  now={hours(now)}
                />
              )}
              {day && (
                <a
                  className={isToday ? "button" : "button quiet"}
                  href={`/${locale}/book/when?space=${space.slug}&people=1&hours=1&room=${room.id}`}
                >
                  {t(isToday ? "page.book" : "page.otherDay")}
                </a>
              )}
            </li>
          );
        })}
      </ul>
      {children}
    </section>
  );
}

/** Long enough to sit down for. */
const USEFUL_MINUTES = 60;

type RoomStateProps = {
  gap: Interval | null;
  isShut: boolean;
  /** It was open today, and is no more. */
  isOver: boolean;
  now: Temporal.Instant;
  locale: Locale;
  zone: string;
  t: Translate;
};

function RoomState({ gap, isShut, isOver, now, locale, zone, t }: RoomStateProps) {
  if (isShut) return <span className="state shut">{t("page.roomShut")}</span>;
  if (isOver) return <span className="state shut">{t("card.shut")}</span>;
  if (!gap) return <span className="state full">{t("page.roomFull")}</span>;
  const isNow = now.until(gap.start).total("minutes") <= 15;
  return (
    <span className="state free">
      {isNow ? t("page.roomIsFree") : t("page.roomFreeAt", { time: formatTime(locale, gap.start, zone) })}
    </span>
  );
}

type SessionProps = { session: SessionView; locale: Locale; timeZone: string };

function Session({ session, locale, timeZone }: SessionProps) {
  const { start, end } = session.during;
  const day = start.toZonedDateTimeISO(timeZone).toPlainDate();
  const t = translator(locale, "sessions");
  const title = titleIn(session.title, locale);
  const { other } = session;
  const left = other ? betterWord(placesWord(session), placesWord(other)) : placesWord(session);
  return (
    <li>
      <time dateTime={start.toString()}>
        <b>{formatShortDay(locale, day)}</b>{" "}
        <span>
          {formatTime(locale, start, timeZone)}–{formatTime(locale, end, timeZone)}
        </span>
      </time>
      <h3>
        <a href={`/${locale}/sessions/${session.id}`} lang={title.lang}>
          {title.text}
        </a>
      </h3>
      <p className={left === 0 ? "state full" : "state free"}>{t(`left.${left}`)}</p>
    </li>
  );
}

/** Today's hours in sight; the week, other hours and closures behind one press or below it. */
async function Hours({ ctx, locale, space, t }: PartProps) {
  const closures = await closuresOf(ctx, space.id);
  const today = ctx.now.toZonedDateTimeISO(space.timeZone).toPlainDate();
  const monday = today.subtract({ days: today.dayOfWeek - 1 });
  const exceptions = (await exceptionsOf(ctx, space)).slice(0, 10);
  const week = readableWeek({ ...space, country: space.country === "FR" ? "FR" : "BE" }, monday);
  const hours = week?.[today.dayOfWeek - 1];
  return (
    <div className="panel">
      <h3>{t("hours")}</h3>
      {hours && (
        <p>
          <strong>
            {hours.length > 0 ? t("page.today", { hours: hours.join(", ") }) : t("page.shutToday")}
          </strong>
        </p>
      )}
      {week ? (
        <details>
          <summary>{t("page.week")}</summary>
          <Week week={week} days={weekdayNames(locale)} today={today.dayOfWeek - 1} t={t} />
        </details>
      ) : (
        <p>{t("hours_unreadable")}</p>
      )}
      {exceptions.length > 0 && (
        <>
          <h4>{t("otherHours")}</h4>
          <ul>
            {exceptions.map(({ day, hours: there, reason }) => (
              <li key={day}>
                {formatDate(locale, Temporal.Instant.from(`${day}T12:00:00Z`), space.timeZone, ctx.now)}
                {COLON[locale]}
                {[there.replaceAll("-", "–").replaceAll(",", ", ") || t("closed"), reason]
                  .filter(Boolean)
                  .join(" · ")}
              </li>
            ))}
          </ul>
        </>
      )}
      {closures.length > 0 && (
        <>
          <h4>{t("closures")}</h4>
          <ul>
            {closures.slice(0, 10).map(({ id, roomNames, reason, windows }) => (
              <li key={id}>
                {windows
                  .slice(0, 3)
                  .map((window) => formatDateTimeRange(locale, window, space.timeZone))
                  .join("; ")}
                {windows.length > 3 && ` ${t("closuresMore", { count: windows.length - 3 })}`}
                {labelled(locale, "", roomNames.length > 0 ? roomNames.join(", ") : t("wholeSpace"))}
                {" · "}
                <bdi>{reason}</bdi>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

type OccupancyProps = { ctx: Context; locale: Locale };

/** How busy it is, how old and how sure that is, where a counter or the register says so. */
async function BusyNow({ ctx, locale, slug }: OccupancyProps & { slug: string }) {
  const t = translator(locale, "occupancy");
  const { band, ageSeconds, certainty, atLeast } = await publicNow(ctx, slug);
  return (
    <>
      <LiveBand
        space={slug}
        locale={locale}
        initial={{ band, ageMinutes: ageSeconds === null ? null : Math.floor(ageSeconds / 60) }}
        words={bandWords(locale)}
        withAge
      />
      {band && certainty && (
        <p className="fact">
          {atLeast !== null && `${t("atLeast", { count: atLeast })} `}
          {t(`sure.${certainty}`)}
        </p>
      )}
    </>
  );
}

async function UsualHours({
  ctx,
  locale,
  space,
}: OccupancyProps & { space: { id: string; timeZone: string } }) {
  const t = translator(locale, "occupancy");
  const hours = await busyHours(ctx, space);
  if (hours.every(({ band }) => band === null)) return null;
  const today = ctx.now.toZonedDateTimeISO(space.timeZone);
  const days = weekdayNames(locale);
  return (
    <div className="panel">
      <h3>{t("hours.title")}</h3>
      <BusyDay
        hours={hours.filter(({ weekday }) => weekday === today.dayOfWeek)}
        hour={today.hour}
        label={labelled(locale, days[today.dayOfWeek - 1] ?? "", t("hours.caption"))}
        now={translator(locale, "spaces")("page.now")}
      />
      <details>
        <summary>{translator(locale, "spaces")("page.otherDays")}</summary>
        <BusyHours
          hours={hours}
          days={days}
          words={{ caption: t("hours.caption"), hidden: t("hours.hidden") }}
          bands={{ quiet: t("bands.quiet"), busy: t("bands.busy"), full: t("bands.full") }}
        />
      </details>
    </div>
  );
}

type WeekProps = { week: string[][]; days: string[]; today: number; t: Translate };

function Week({ week, days, today, t }: WeekProps) {
  return (
    <ul>
      {week.map((intervals, day) => (
        <li key={days[day]} className={day === today ? "today" : undefined}>
          {`${days[day]} · ${intervals.join(", ") || t("closed")}`}
        </li>
      ))}
    </ul>
  );
}

/** Where the data of a place came from and what may be done with it: in the reader's language where it is one of ours. */
function originOf({ source, licence }: { source: string; licence: string }, t: Translate) {
  const key = (text: string) => text.toLowerCase().replace(/[^a-z\d]+/g, "-");
  return {
    source: t.or(`sources.${key(source)}`, source),
    licence: t.or(`licences.${key(licence)}`, licence),
  };
}
