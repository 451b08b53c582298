import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { DayStrip } from "#components/spaces/day-strip.tsx";
import { Renew } from "#components/ui/renew.tsx";
import { without } from "#lib/booking/allocation/gaps.ts";
import { roomTimes } from "#lib/booking/allocation/room-times.ts";
import { doorOf } from "#lib/booking/calendars/door.ts";
import { formatDateTime, formatTime } from "#lib/foundation/i18n/format.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { qrImage } from "#lib/foundation/identity/qr.ts";
import { requestContext } from "#lib/foundation/identity/session.ts";
import { DomainError } from "#lib/foundation/platform/errors.ts";
import { settings } from "#lib/foundation/platform/settings.ts";
import { findSpace } from "#lib/places/spaces/queries.ts";
import "#components/spaces/door.css";

type Props = { params: Promise<{ locale: string; slug: string; room: string }> };

/** Often enough for whoever stands before the door. */
const REFRESH_SECONDS = 60;

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
  const t = translator(locale, "calendars");
  const spaces = translator(locale, "spaces");
  const { timeZone, now, next } = door;
  const dayOf = (at: Temporal.Instant) => at.toZonedDateTimeISO(timeZone).toPlainDate().toString();
  // A closure may last for days; midnight is the end of its day.
  const time = (at: Temporal.Instant) =>
    dayOf(at.subtract({ minutes: 1 })) === dayOf(ctx.now)
      ? formatTime(locale, at, timeZone)
      : formatDateTime(locale, at, timeZone);
  const shown =
    now &&
    (now.until
      ? t(now.isClosed ? "door.closed" : "door.taken", { until: time(now.until) })
      : t("door.shut"));
  const ground = now ? (now.isClosed ? "is-shut" : "is-taken") : "is-free";
  const midnight = ctx.now.toZonedDateTimeISO(timeZone).startOfDay();
  const today = { start: midnight.toInstant(), end: midnight.add({ days: 1 }).toInstant() };
  const day = (await roomTimes(ctx, [slug], today)).find(({ roomId }) => roomId === room);
  const openings = day?.openings ?? [];
  const free = openings.flatMap((opening) =>
    without(opening, [...(day?.taken ?? []), { start: today.start, end: ctx.now }]),
  );
  // What goes on now is said above: a free hour that has begun is no news.
  const later = [
    ...free
      .filter(({ start }) => Temporal.Instant.compare(start, ctx.now) > 0)
      .map((one) => ({ ...one, word: spaces("page.free") })),
    ...next.map((one) => ({ ...one, word: spaces("page.taken") })),
  ].toSorted((one, other) => Temporal.Instant.compare(one.start, other.start));
  const minutes = (at: Temporal.Instant) => Math.round(today.start.until(at).total("minutes"));
  const stretches = (intervals: typeof free) =>
    intervals.map(({ start, end }) => ({ from: minutes(start), to: minutes(end) }));
  const facts = (await findSpace(ctx, slug))?.resources.find(({ id }) => id === room);
  const address = `${settings().publicUrl}/${locale}/book/when?${new URLSearchParams({ space: slug, people: "1", hours: "1", room })}`;
  return (
    <div className={`door ${ground}`}>
      <Renew seconds={REFRESH_SECONDS} />
      <div className="door-top">
        <p>{door.spaceName}</p>
        <p className="door-clock">
          <span className="unseen">{t("door.now")} </span>
          {formatTime(locale, ctx.now, timeZone)}
        </p>
      </div>
      <div className="door-main">
        <h1>{door.roomName}</h1>
        <p className="door-state">
          {shown ??
            (next[0] ? t("door.freeUntil", { until: time(next[0].start) }) : t("door.free"))}
        </p>
        {openings.length > 0 && (
          <DayStrip
            label={
              free.length > 0
                ? spaces("page.freeTimes", {
                    room: door.roomName,
                    times: free.map(({ start, end }) => `${time(start)}–${time(end)}`).join(", "),
                  })
                : spaces("page.noFreeTime", { room: door.roomName })
            }
            open={stretches(openings)}
            taken={stretches(day?.taken ?? [])}
            now={minutes(ctx.now)}
          />
        )}
        {later.length > 0 && <h2 className="unseen">{t("door.today")}</h2>}
        {next.length === 0 && <p>{t("door.nothing")}</p>}
        {later.length > 0 && (
          <ol className="door-next">
            {later.slice(0, MOST_LATER).map(({ start, end, word }) => (
              <li key={start.toString()}>
                <b>
                  {time(start)}–{time(end)}
                </b>{" "}
                {word}
              </li>
            ))}
          </ol>
        )}
      </div>
      <div className="door-foot">
        <ul>
          {facts &&
            [
              spaces("places", { count: facts.capacity }),
              ...facts.features.map((feature) => spaces.or(`features.${feature}`, feature)),
            ].map((fact) => <li key={fact}>{fact}</li>)}
        </ul>
        <p className="door-book">
          {t("door.book")}
          {/* biome-ignore lint/performance/noImgElement: drawn here, nothing to optimise */}
          <img src={await qrImage(address)} alt={t("door.qr")} width={148} height={148} />
        </p>
      </div>
    </div>
  );
}
