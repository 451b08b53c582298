import type { ReactNode } from "react";
import { DayStrip } from "#components/spaces/day-strip.tsx";
import { RoomPhoto, RoomPhotoLinks } from "#components/spaces/room-photos.tsx";
import { firstGap, type Stretch, whyNoGap, without } from "#lib/booking/allocation/gaps.ts";
import { type RoomTimes, roomTimes, USEFUL_MINUTES } from "#lib/booking/allocation/room-times.ts";
import { formatDate, formatTime } from "#lib/foundation/i18n/format.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import type { Translate } from "#lib/foundation/i18n/translator.ts";
import type { Photo } from "#lib/places/spaces/photos.ts";
import { isOut } from "#lib/places/spaces/resources.ts";
import type { FoundSpace, PartProps } from "./parts.ts";

/** Rooms whose photo is shown besides the cover: the others are one press away. */
const MOST_DRAWN = 1;
/** Rooms that a page begins with; all of them are one press away. */
const MOST_IN_SIGHT = 6;

type RoomsProps = PartProps & {
  photos: Photo[];
  /** The photo that stands above the page already. */
  cover: Photo | undefined;
  /** Whether somebody asked for all rooms of a large space. */
  isAll: boolean;
  children: ReactNode;
};

/** Every room with its day: when it is free, when it is taken, and what can be done now. */
export async function RoomsToday(props: RoomsProps) {
  const { ctx, locale, space, photos, cover, isAll, t, children } = props;
  // To the quarter: who looks again a minute later reads the same, unless something happened.
  const now = ctx.now.round({
    smallestUnit: "minute",
    roundingIncrement: 15,
    roundingMode: "floor",
  });
  const start = now.toZonedDateTimeISO(space.timeZone).startOfDay();
  const today = { start: start.toInstant(), end: start.add({ days: 1 }).toInstant() };
  const days = new Map(
    (await roomTimes(ctx, [space.slug], today)).map((room) => [room.roomId, room]),
  );
  const byRoom = Map.groupBy(photos, ({ resourceId }) => resourceId);
  const all = space.resources.filter(({ kind }) => kind === "room" || kind === "desk");
  const rooms = isAll ? all : all.slice(0, MOST_IN_SIGHT);
  const drawn = rooms
    .filter(({ id }) => byRoom.get(id)?.some((photo) => photo !== cover))
    .slice(0, MOST_DRAWN);
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
        {rooms.map((room) => (
          <Room
            key={room.id}
            room={room}
            day={days.get(room.id) ?? null}
            photos={(byRoom.get(room.id) ?? []).filter((photo) => photo !== cover)}
            isDrawn={drawn.includes(room)}
            {...{ today, now, ctx, locale, space, t }}
          />
        ))}
      </ul>
      {all.length > rooms.length && (
        <p>
          <a className="button quiet" href={`/${locale}/spaces/${space.slug}?rooms=all#rooms`}>
            {t("page.allRooms", { count: all.length })}
          </a>
        </p>
      )}
      {children}
    </section>
  );
}

type RoomProps = PartProps & {
  room: FoundSpace["resources"][number];
  /** Null where the visitor may not book it. */
  day: RoomTimes | null;
  photos: Photo[];
  isDrawn: boolean;
  today: Stretch;
  now: Temporal.Instant;
};

function Room({ room, day, photos, isDrawn, today, now, ctx, locale, space, t }: RoomProps) {
  const gap =
    day && firstGap(day.openings, day.taken, now, Math.max(USEFUL_MINUTES, room.minMinutes));
  const isToday = gap && Temporal.Instant.compare(gap.start, today.end) < 0;
  const isBroken = isOut(room, ctx.now);
  const [shown] = isDrawn ? photos : [];
  return (
    <li className="room">
      {shown && <RoomPhoto photo={shown} locale={locale} />}
      <h3>{room.name}</h3>
      {day && !isBroken && (
        <RoomState
          gap={isToday ? gap : null}
          day={day}
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
      <RoomPhotoLinks
        photos={shown ? photos.slice(1) : photos}
        from={shown ? 2 : 1}
        {...{ locale, t }}
      />
      {isBroken && (
        <OutOfService room={room} {...{ now: ctx.now, locale, t }} zone={space.timeZone} />
      )}
      {day && day.openings.length > 0 && (
        <RoomDay room={room.name} day={day} {...{ today, now, locale, t }} zone={space.timeZone} />
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
}

type OutProps = Pick<RoomProps, "room" | "now" | "locale" | "t"> & { zone: string };

/** Why a room cannot be used, and until when that is known. */
function OutOfService({ room, now, locale, zone, t }: OutProps) {
  const { outOfServiceUntil: until, outOfServiceReason } = room;
  const reason = outOfServiceReason ?? "";
  return (
    <p className="status">
      {until
        ? t("outUntil", { when: formatDate(locale, until, zone, now), reason })
        : t("out", { reason })}
    </p>
  );
}

type RoomDayProps = Pick<RoomProps, "today" | "now" | "locale" | "t"> & {
  /** Its name. */
  room: string;
  day: RoomTimes;
  zone: string;
};

/** A room's day as a strip, and what is still free of it in words. */
function RoomDay({ room, day, today, now, locale, zone, t }: RoomDayProps) {
  const minute = (at: Temporal.Instant) => Math.round(today.start.until(at).total("minutes"));
  const inMinutes = (stretches: Stretch[]) =>
    stretches.map((one) => ({ from: minute(one.start), to: minute(one.end) }));
  const left = day.openings.flatMap((opening) =>
    without(opening, [...day.taken, { start: today.start, end: now }]),
  );
  const times = left
    .map((one) => `${formatTime(locale, one.start, zone)}–${formatTime(locale, one.end, zone)}`)
    .join(", ");
  return (
    <DayStrip
      label={
        left.length > 0 ? t("page.freeTimes", { room, times }) : t("page.noFreeTime", { room })
      }
      open={inMinutes(day.openings)}
      taken={inMinutes(day.taken)}
      now={minute(now)}
    />
  );
}

type RoomStateProps = {
  /** The next time today for which it can be booked. */
  gap: Stretch | null;
  day: RoomTimes;
  now: Temporal.Instant;
  locale: Locale;
  zone: string;
  t: Translate;
};

function RoomState({ gap, day, now, locale, zone, t }: RoomStateProps) {
  if (day.openings.length === 0) return <span className="state shut">{t("page.roomShut")}</span>;
  if (!gap) {
    const why = whyNoGap(day.openings, day.taken, now);
    if (why === "over") return <span className="state shut">{t("card.shut")}</span>;
    if (why === "late") return <span className="state shut">{t("page.roomLate")}</span>;
    return <span className="state full">{t("page.roomFull")}</span>;
  }
  const isNow = now.until(gap.start).total("minutes") <= 15;
  return (
    <span className="state free">
      {isNow
        ? t("page.roomIsFree")
        : t("page.roomFreeAt", { time: formatTime(locale, gap.start, zone) })}
    </span>
  );
}
