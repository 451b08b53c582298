import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { DayStrip } from "#components/spaces/day-strip.tsx";
import { Renew } from "#components/ui/renew.tsx";
import { roomTimes } from "#lib/booking/allocation/room-times.ts";
import { type Door, doorOf } from "#lib/booking/calendars/door.ts";
import {
  type DoorDay,
  type DoorState,
  doorDay,
  doorState,
  todayOf,
} from "#lib/booking/calendars/door-day.ts";
import { formatDateTime, formatTime, unbroken } from "#lib/foundation/i18n/format.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { findSpace } from "#lib/places/spaces/queries.ts";
import { QrCode } from "../../../../qr-code.tsx";
import "#components/spaces/door.css";

type Props = { params: Promise<{ locale: string; slug: string; room: string }> };

/** Often enough for whoever stands before the door. */
const REFRESH_SECONDS = 60;

type Interval = DoorDay["free"][number];

const GROUNDS: Record<DoorState, string> = {
  free: "is-free",
  taken: "is-taken",
  closed: "is-shut",
  shut: "is-shut",
};

/** So many lines are read at a glance. */
const MOST_LATER = 4;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  return {
    title: translator(localeOf(locale), "calendars")("door.title"),
    robots: { index: false },
  };
}

/**
 * What hangs at the door of a room: whether it is free, what comes next today, and how to book it.
 * It names nobody.
 */
export default async function DoorPage({ params }: Props) {
  const { locale: segment, slug, room } = await params;
  const locale = localeOf(segment);
  const ctx = await requestContext();
  if (!z.uuid().safeParse(room).success) notFound();
  const door = await doorOf(ctx, slug, room).catch((error: unknown) => {
    if (error instanceof DomainError && error.kind === "not_found") notFound();
    throw error;
  });
  const { timeZone } = door;
  const today = todayOf(ctx.now, timeZone);
  const hours = (await roomTimes(ctx, [slug], today)).find(({ roomId }) => roomId === room);
  const day = doorDay(hours, door.next, { now: ctx.now, today });
  const t = translator(locale, "calendars");
  const address = `${settings().publicUrl}/${locale}/book/when?${new URLSearchParams({ space: slug, people: "1", hours: "1", room })}`;
  const shown = { door, day, hours, today, now: ctx.now, locale };
  return (
    <div className={`door ${GROUNDS[doorState(door.now)]}`}>
      <div className="door-top">
        <p>{door.spaceName}</p>
        <p className="door-clock">
          <span className="unseen">{t("door.now")} </span>
          {formatTime(locale, ctx.now, timeZone)}
        </p>
      </div>
      <div className="door-main">
        <h1>{door.roomName}</h1>
        <p className="door-state">{stateWords(shown)}</p>
        <Renew seconds={REFRESH_SECONDS} />
        <Strip {...shown} />
        <Later {...shown} />
      </div>
      <div className="door-foot">
        <Facts ctx={ctx} slug={slug} roomId={room} locale={locale} />
        <p className="door-book">
          {t("door.book")}
          <QrCode address={address} alt={t("door.qr")} size={148} />
        </p>
      </div>
    </div>
  );
}

type Shown = {
  door: Door;
  day: DoorDay;
  /** When the room is open and taken today. */
  hours: { openings: Interval[]; taken: Interval[] } | undefined;
  today: Interval;
  now: Temporal.Instant;
  locale: Locale;
};

/** A moment of today as its time; of another day with its date, for a closure may last for days. */
function timeIn({ door: { timeZone }, now, locale }: Shown) {
  const dayOf = (at: Temporal.Instant) => at.toZonedDateTimeISO(timeZone).toPlainDate().toString();
  return (at: Temporal.Instant) =>
    // Midnight is the end of its day.
    dayOf(at.subtract({ minutes: 1 })) === dayOf(now)
      ? formatTime(locale, at, timeZone)
      : formatDateTime(locale, at, timeZone);
}

/** Whether the room is free, and until when. */
function stateWords(shown: Shown): string {
  const { door, locale } = shown;
  const t = translator(locale, "calendars");
  const time = timeIn(shown);
  if (door.now?.until)
    return t(door.now.isClosed ? "door.closed" : "door.taken", { until: time(door.now.until) });
  if (door.now) return t("door.shut");
  const [first] = door.next;
  return first ? t("door.freeUntil", { until: time(first.start) }) : t("door.free");
}

/** The day as a picture; nothing where the room is not open today. */
function Strip(shown: Shown) {
  const { door, day, hours, today, now, locale } = shown;
  if (!hours || hours.openings.length === 0) return null;
  const t = translator(locale, "spaces");
  const time = timeIn(shown);
  const minutes = (at: Temporal.Instant) => Math.round(today.start.until(at).total("minutes"));
  const stretches = (intervals: Interval[]) =>
    intervals.map(({ start, end }) => ({ from: minutes(start), to: minutes(end) }));
  const times = day.free.map(({ start, end }) => `${time(start)}–${time(end)}`).join(", ");
  return (
    <DayStrip
      label={
        day.free.length > 0
          ? t("page.freeTimes", { room: door.roomName, times })
          : t("page.noFreeTime", { room: door.roomName })
      }
      open={stretches(hours.openings)}
      taken={stretches(hours.taken)}
      now={minutes(now)}
    />
  );
}

/** What comes today. */
function Later(shown: Shown) {
  const { door, day, locale } = shown;
  const t = translator(locale, "calendars");
  const spaces = translator(locale, "spaces");
  const time = timeIn(shown);
  return (
    <>
      {day.later.length > 0 && <h2 className="unseen">{t("door.today")}</h2>}
      {door.next.length === 0 && <p>{t("door.nothing")}</p>}
      {day.later.length > 0 && (
        <ol className="door-next">
          {day.later.slice(0, MOST_LATER).map(({ start, end, isFree }) => (
            <li key={start.toString()}>
              <b>{unbroken(`${time(start)}–${time(end)}`)}</b>{" "}
              {spaces(isFree ? "page.free" : "page.taken")}
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

/** How many the room takes, and what it has. */
async function Facts({
  ctx,
  slug,
  roomId,
  locale,
}: {
  ctx: Context;
  slug: string;
  roomId: string;
  locale: Locale;
}) {
  const t = translator(locale, "spaces");
  const room = (await findSpace(ctx, slug))?.resources.find(({ id }) => id === roomId);
  const facts = room && [
    t("places", { count: room.capacity }),
    ...room.features.map((feature) => t.or(`features.${feature}`, feature)),
  ];
  return (
    <ul>
      {facts?.map((fact) => (
        <li key={fact}>{fact}</li>
      ))}
    </ul>
  );
}
