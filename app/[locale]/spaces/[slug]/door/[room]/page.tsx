import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { Renew } from "#components/ui/renew.tsx";
import { doorOf } from "#lib/booking/calendars/door.ts";
import { formatDateTime, formatTime } from "#lib/foundation/i18n/format.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { qrImage } from "#lib/foundation/identity/qr.ts";
import { requestContext } from "#lib/foundation/identity/session.ts";
import { DomainError } from "#lib/foundation/platform/errors.ts";
import { settings } from "#lib/foundation/platform/settings.ts";

type Props = { params: Promise<{ locale: string; slug: string; room: string }> };

/** Often enough for whoever stands before the door. */
const REFRESH_SECONDS = 60;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  return { title: translator(localeOf(locale), "calendars")("door.title"), robots: { index: false } };
}

/** What hangs at the door of a room: whether it is free, what comes next today, and how to book it. It names nobody. */
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
  const { timeZone, now, next } = door;
  const dayOf = (at: Temporal.Instant) => at.toZonedDateTimeISO(timeZone).toPlainDate().toString();
  // A closure may last for days; midnight is the end of its day.
  const time = (at: Temporal.Instant) =>
    dayOf(at.subtract({ minutes: 1 })) === dayOf(ctx.now)
      ? formatTime(locale, at, timeZone)
      : formatDateTime(locale, at, timeZone);
  const state =
    now &&
    (now.until ? t(now.isClosed ? "door.closed" : "door.taken", { until: time(now.until) }) : t("door.shut"));
  const address = `${settings().publicUrl}/${locale}/spaces/${slug}`;
  return (
    <div className="door">
      <Renew seconds={REFRESH_SECONDS} />
      <p className="fact">{door.spaceName}</p>
      <h1>{door.roomName}</h1>
      <p className="door-state">
        {state ?? (next[0] ? t("door.freeUntil", { until: time(next[0].start) }) : t("door.free"))}
      </p>
      <h2>{t("door.today")}</h2>
      {next.length === 0 && <p>{t("door.nothing")}</p>}
      <ol>
        {next.map(({ start, end }) => (
          <li key={start.toString()}>
            {time(start)}–{time(end)}
          </li>
        ))}
      </ol>
      <div className="row">
        {/* biome-ignore lint/performance/noImgElement: drawn here, nothing to optimise */}
        <img className="qr" src={await qrImage(address)} alt={t("door.qr")} width={148} height={148} />
        <p>{t("door.book")}</p>
      </div>
      <p className="fact">{t("door.asOf", { when: formatDateTime(locale, ctx.now, timeZone) })}</p>
    </div>
  );
}
