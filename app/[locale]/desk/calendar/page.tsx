import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Calendar } from "#components/desk/calendar.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { SelectField, TextField } from "#components/ui/field.tsx";
import { calendarOf } from "#lib/booking/calendar.ts";
import { daysOf } from "#lib/booking/days.ts";
import { formatDateTimeRange, formatShortDay } from "#lib/i18n/format.ts";
import { isolated } from "#lib/i18n/isolate.ts";
import { localeOf } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translator.ts";
import { staffContext } from "#lib/identity/session.ts";
import { readDay } from "#lib/platform/moments.ts";
import { chosenSpaces } from "#lib/spaces/chosen.ts";
import { hoursOfDay } from "#lib/spaces/openness.ts";
import { findSpace } from "#lib/spaces/queries.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "desk")("calendar") };
}

/** A space's days: as a calendar to draw in, and as a list and forms that need no mouse and no script. */
export default async function CalendarPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("booking.manage", `/${locale}/desk/calendar`);
  const asked = await searchParams;
  const t = translator(locale, "desk");
  const { mine, space: chosen } = await chosenSpaces(ctx, "booking.manage", asked.space);
  const slug = chosen?.slug ?? "";
  const space = chosen && (await findSpace(ctx, slug));
  if (!space) notFound();

  const { timeZone } = space;
  const day = anyDay(asked.day) ?? ctx.now.toZonedDateTimeISO(timeZone).toPlainDate();
  const { rooms, events: all } = await calendarOf(ctx, slug, daysOf(day, 1, timeZone));
  const events = all.filter((event) => event.editable);
  const roomNames = new Map(rooms.map(({ id, title }) => [id, title]));
  return (
    <>
      <h1>{t("calendar")}</h1>
      <form className="search" action={`/${locale}/desk/calendar`} method="get">
        <SelectField
          label={t("space")}
          name="space"
          defaultValue={slug}
          options={mine.map((one) => ({ value: one.slug, label: one.name }))}
        />
        <TextField label={t("day")} name="day" type="date" defaultValue={day.toString()} />
        <button type="submit" className="button quiet">
          {t("show")}
        </button>
      </form>
      <p className="row">
        <a className="button" href={`/${locale}/desk/bookings/new?space=${slug}&day=${day}`}>
          {t("new")}
        </a>
        <a className="button quiet" href={`/${locale}/desk/series/new?space=${slug}&day=${day}`}>
          {translator(locale, "series")("new")}
        </a>
        <a className="button quiet" href={`/${locale}/desk/series/import?space=${slug}`}>
          {translator(locale, "series")("import.open")}
        </a>
      </p>
      <Calendar
        locale={locale}
        space={slug}
        timeZone={timeZone}
        day={day.toString()}
        hours={await hoursOfDay(ctx, space)}
        rooms={rooms.map(({ id, title, holds }) => ({ id, title, holds }))}
        words={{
          closed: t("closures.closed"),
          booked: t("booked"),
          rooms: t("rooms"),
          moved: t("moved"),
          copied: t("copied"),
          unread: t("unread"),
          copy: t("copyInstead"),
          hint: t("calendarHint"),
          refused: t("refused", { reason: "{reason}" }),
          offline: t("offline"),
        }}
      />
      <section className="calendar-list" id="list">
        <h2>{t("list", { day: formatShortDay(locale, day) })}</h2>
        <nav className="pages" aria-label={t("days")}>
          {[day.subtract({ days: 1 }), day.add({ days: 1 })].map((other) => (
            <a
              className="button quiet"
              key={other.toString()}
              href={`/${locale}/desk/calendar?space=${slug}&day=${other}#list`}
            >
              {formatShortDay(locale, other)}
            </a>
          ))}
        </nav>
        {events.length === 0 && <Empty text={t("listNone")} />}
        <ol className="cards">
          {events.map(({ id, title, start, end, resourceId }) => (
            <li className="card" key={id}>
              <div>
                <h3>{title}</h3>
                <p>
                  {formatDateTimeRange(
                    locale,
                    { start: Temporal.Instant.from(start), end: Temporal.Instant.from(end) },
                    timeZone,
                  )}
                </p>
                <p className="fact">{roomNames.get(resourceId)}</p>
              </div>
              <p className="row">
                <a
                  className="button quiet"
                  href={`/${locale}/me/bookings/${id}/change`}
                  aria-label={`${t("change")}: ${isolated(title ?? "")}`}
                >
                  {t("change")}
                </a>
                <a
                  className="button quiet"
                  href={`/${locale}/desk/bookings/new?copy=${id}`}
                  aria-label={`${t("copy")}: ${isolated(title ?? "")}`}
                >
                  {t("copy")}
                </a>
              </p>
            </li>
          ))}
        </ol>
      </section>
    </>
  );
}

/** Any day, also one that has passed: a calendar looks both ways. */
function anyDay(text: string | string[] | undefined): Temporal.PlainDate | null {
  try {
    return readDay(String(text));
  } catch {
    return null;
  }
}
