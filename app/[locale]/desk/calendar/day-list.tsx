import { Empty } from "#components/ui/empty.tsx";
import { calendarOf } from "#lib/booking/bookings/calendar.ts";
import { labelled } from "#lib/foundation/i18n/colon.ts";
import {
  formatDateTimeRange,
  formatShortDay,
  formatTimeRange,
} from "#lib/foundation/i18n/format.ts";
import { isolated } from "#lib/foundation/i18n/isolate.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { daysOf } from "#lib/foundation/platform/time/days.ts";
import type { NamedSpace } from "#lib/places/spaces/queries.ts";

type Props = {
  ctx: Context;
  locale: Locale;
  day: Temporal.PlainDate;
  spaces: NamedSpace[];
  /** The page with a parameter changed. */
  hrefWith: (change: Record<string, string>) => string;
};

/**
 * The bookings of a day in order of time: what the calendar draws, for whoever has no mouse or no
 * script.
 */
export async function DayList({ ctx, locale, day, spaces, hrefWith }: Props) {
  const t = translator(locale, "desk");
  const calendars = await Promise.all(
    spaces.map(async (space) => ({
      ...space,
      ...(await calendarOf(ctx, space.slug, daysOf(day, 1, space.timeZone))),
    })),
  );
  const events = calendars.flatMap(({ events, rooms, name, timeZone }) =>
    events
      .filter((event) => event.editable)
      .map((event) => ({
        ...event,
        timeZone,
        room: [
          ...(spaces.length > 1 ? [name] : []),
          rooms.find(({ id }) => id === event.resourceId)?.title,
        ].join(" – "),
      })),
  );
  return (
    <section className="calendar-list">
      <h2>{t("list", { day: formatShortDay(locale, day) })}</h2>
      <nav className="pages" aria-label={t("days")}>
        {[day.subtract({ days: 1 }), day.add({ days: 1 })].map((other) => (
          <a
            className="button quiet"
            key={other.toString()}
            href={hrefWith({ day: other.toString() })}
          >
            {formatShortDay(locale, other)}
          </a>
        ))}
      </nav>
      {events.length === 0 && <Empty text={t("listNone")} />}
      <ol className="cards">
        {events.map(({ id, title, start, end, room, kind, layout, timeZone }) => (
          <li className="card" key={id}>
            <div>
              <h3>
                <a href={`${hrefWith({ event: id })}#panel`}>{title}</a>
              </h3>
              <p>{hoursOn(day, locale, { start, end, timeZone })}</p>
              <p className="fact">
                <span className={`pill ${kind}`}>{t(`kinds.${kind}`)}</span> {room}
                {layout && ` · ${translator(locale, "booking")("layout.setUpAs", { layout })}`}
              </p>
            </div>
            <p className="row">
              <a
                className="button quiet"
                href={`/${locale}/me/bookings/${id}/change`}
                aria-label={labelled(locale, t("change"), isolated(title ?? ""))}
              >
                {t("change")}
              </a>
              <a
                className="button quiet"
                href={`/${locale}/desk/bookings/new?copy=${id}`}
                aria-label={labelled(locale, t("copy"), isolated(title ?? ""))}
              >
                {t("copy")}
              </a>
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** "09:00–11:00" below the name of its day; with both days where it passes midnight. */
function hoursOn(
  day: Temporal.PlainDate,
  locale: Locale,
  { start, end, timeZone }: { start: string; end: string; timeZone: string },
): string {
  const during = { start: Temporal.Instant.from(start), end: Temporal.Instant.from(end) };
  const isWithin = [during.start, during.end].every((at) =>
    at.toZonedDateTimeISO(timeZone).toPlainDate().equals(day),
  );
  const inWords = isWithin ? formatTimeRange : formatDateTimeRange;
  return inWords(locale, during, timeZone);
}
