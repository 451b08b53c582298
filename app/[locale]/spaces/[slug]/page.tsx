import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { BusyHours } from "#components/occupancy/busy-hours.tsx";
import { LiveBand } from "#components/occupancy/live-band.tsx";
import { OpenWords } from "#components/spaces/open-words.tsx";
import { Region } from "#components/spaces/region.tsx";
import { RoomPhotos } from "#components/spaces/room-photos.tsx";
import { closuresOf } from "#lib/booking/closures.ts";
import { formatDate, formatDateTimeRange, weekdayNames } from "#lib/i18n/format.ts";
import { type Locale, localeOf } from "#lib/i18n/locales.ts";
import { type Translate, translator } from "#lib/i18n/translator.ts";
import type { Context } from "#lib/identity/context.ts";
import { requestContext } from "#lib/identity/session.ts";
import { busyHours } from "#lib/occupancy/busy-hours.ts";
import { publicNow } from "#lib/occupancy/now.ts";
import { bandWords } from "#lib/occupancy/words.ts";
import { exceptionsOf } from "#lib/spaces/hours.ts";
import { readableWeek } from "#lib/spaces/opening-hours.ts";
import { opennessOf } from "#lib/spaces/openness.ts";
import { photosOf } from "#lib/spaces/photos.ts";
import { findSpace, openNow } from "#lib/spaces/queries.ts";
import { isOut } from "#lib/spaces/resources.ts";

type Props = { params: Promise<{ locale: string; slug: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug } = await params;
  return { title: (await findSpace(await requestContext(), slug))?.name ?? "" };
}

export default async function SpacePage({ params }: Props) {
  const { locale: segment, slug } = await params;
  const locale = localeOf(segment);
  const ctx = await requestContext();
  const space = await findSpace(ctx, slug);
  if (!space) notFound();

  const t = translator(locale, "spaces");
  const openness = openNow(await opennessOf(ctx, space.id), space.timeZone);
  const closures = await closuresOf(ctx, space.id);
  const today = ctx.now.toZonedDateTimeISO(space.timeZone).toPlainDate();
  const monday = today.subtract({ days: today.dayOfWeek - 1 });
  const exceptions = (await exceptionsOf(ctx, space)).slice(0, 10);
  const week = readableWeek({ ...space, country: space.country === "FR" ? "FR" : "BE" }, monday);
  const rooms = space.resources.filter(({ kind }) => kind === "room" || kind === "desk");
  const photos = Map.groupBy(await photosOf(ctx, space.id), ({ resourceId }) => resourceId);
  const equipment = space.resources.filter(({ kind }) => kind === "stock" || kind === "item");

  return (
    <>
      <h1>{space.name}</h1>
      <p>
        <Region city={space.city} region={space.region} name={t(`regions.${space.region}`)} />
        {` · ${t.or(`kinds.${space.kind}`, space.kind)}`}
      </p>
      <OpenWords openNow={openness} timeZone={space.timeZone} locale={locale} t={t} />
      {openness.isOpen && <BusyNow ctx={ctx} locale={locale} slug={space.slug} />}
      <p className="fact">{[space.address, space.postcode, space.city].filter(Boolean).join(", ")}</p>
      <p className="fact">{t(`precision.${space.precision}`)}</p>

      <h2>{t("hours")}</h2>
      {week ? <Week week={week} days={weekdayNames(locale)} t={t} /> : <p>{t("hours_unreadable")}</p>}
      {exceptions.length > 0 && (
        <>
          <h3>{t("otherHours")}</h3>
          <ul>
            {exceptions.map(({ day, hours, reason }) => (
              <li key={day}>
                {formatDate(locale, Temporal.Instant.from(`${day}T12:00:00Z`), space.timeZone, ctx.now)}:{" "}
                {[hours.replaceAll("-", "–").replaceAll(",", ", ") || t("closed"), reason]
                  .filter(Boolean)
                  .join(" · ")}
              </li>
            ))}
          </ul>
        </>
      )}

      {closures.length > 0 && (
        <>
          <h3>{t("closures")}</h3>
          <ul>
            {closures.slice(0, 10).map(({ id, roomNames, reason, windows }) => (
              <li key={id}>
                {windows
                  .slice(0, 3)
                  .map((window) => formatDateTimeRange(locale, window, space.timeZone))
                  .join("; ")}
                {windows.length > 3 && ` ${t("closuresMore", { count: windows.length - 3 })}`}
                {`: ${roomNames.length > 0 ? roomNames.join(", ") : t("wholeSpace")} · `}
                <bdi>{reason}</bdi>
              </li>
            ))}
          </ul>
        </>
      )}

      <UsualHours ctx={ctx} locale={locale} space={space} />

      <h2>{t("roomsTitle")}</h2>
      <ul className="cards">
        {rooms.map((room) => (
          <li className="card" key={room.id}>
            <div>
              <h3>{room.name}</h3>
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
            </div>
            <RoomPhotos photos={photos.get(room.id) ?? []} locale={locale} t={t} />
          </li>
        ))}
      </ul>
      {equipment.length > 0 && (
        <>
          <h2>{t("equipment")}</h2>
          <ul>
            {equipment.map((thing) => (
              <li key={thing.id}>
                {thing.quantity} × {t.or(`features.${thing.equipmentKind}`, thing.name)}
              </li>
            ))}
          </ul>
        </>
      )}
      <p className="row">
        <a className="button" href={`/${locale}/book?space=${space.slug}`}>
          {t("findRoom")}
        </a>
        <a className="button quiet" href={`/${locale}/sessions?space=${space.slug}`}>
          {translator(locale, "sessions")("title")}
        </a>
        <a className="button quiet" href={`/${locale}?space=${space.slug}`}>
          {t("searchHere")}
        </a>
      </p>
      <p className="fact">{t("source", { source: space.source, licence: space.licence })}</p>
    </>
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
  return (
    <>
      <h2>{t("hours.title")}</h2>
      <BusyHours
        hours={hours}
        days={weekdayNames(locale)}
        words={{ caption: t("hours.caption"), hidden: t("hours.hidden") }}
        bands={{ quiet: t("bands.quiet"), busy: t("bands.busy"), full: t("bands.full") }}
      />
    </>
  );
}

function Week({ week, days, t }: { week: string[][]; days: string[]; t: Translate }) {
  return (
    <table>
      <caption className="fact">{t("thisWeek")}</caption>
      <tbody>
        {week.map((intervals, day) => (
          <tr key={days[day]}>
            <th scope="row">{days[day]}</th>
            <td>{intervals.join(", ") || t("closed")}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
