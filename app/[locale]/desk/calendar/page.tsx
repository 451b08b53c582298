import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { firstOf, type PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import "#components/desk/today.css";
import "#components/desk/calendar.css";
import { z } from "zod";
import { Calendar } from "#components/desk/calendar.tsx";
import { TimelineLegend } from "#components/desk/timeline.tsx";
import { DayField } from "#components/ui/day-field.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { Status } from "#components/ui/status.tsx";
import { findBooking } from "#lib/booking/bookings/queries.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { can } from "#lib/foundation/identity/permission/policy.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { readTypedDay } from "#lib/foundation/platform/time/moments.ts";
import { chosenSpaces } from "#lib/places/spaces/chosen.ts";
import { hoursOfDay } from "#lib/places/spaces/openness.ts";
import { roomsOf } from "#lib/places/spaces/queries.ts";
import { BookingPanel } from "./booking-panel.tsx";
import { DayList } from "./day-list.tsx";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "desk")("calendar") };
}

/**
 * Days of spaces: as a calendar to draw in, or as a list and forms that need no mouse and no
 * script; beside it what can be done.
 */
export default async function CalendarPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("booking.manage", `/${locale}/desk/calendar`);
  const asked = await searchParams;
  const t = translator(locale, "desk");
  const one = (name: string) => firstOf(asked[name]);
  const { space, shown } = await chosenSpaces(ctx, "booking.manage", asked.space);
  if (!space) notFound();

  const { slug, timeZone } = space;
  const today = ctx.now.toZonedDateTimeISO(timeZone).toPlainDate();
  const day = anyDay(one("day"), today) ?? today;
  const isList = one("view") === "list";
  const booking = z.uuid().safeParse(one("event")).success
    ? await findBooking(ctx, one("event"))
    : null;
  // Also where one's own booking is in a space of others: what can be done here is for its staff.
  const panel =
    booking && can(ctx.actor, "booking.manage", { spaceId: booking.spaceId }) ? booking : null;
  const query = (change: Record<string, string>) =>
    `/${locale}/desk/calendar?${new URLSearchParams({
      ...(one("space") ? { space: one("space") } : {}),
      ...(isList ? { view: "list" } : {}),
      day: day.toString(),
      ...change,
    })}`;
  const answered = one("answered");
  return (
    <>
      <div className="work-head calendar-head">
        <h1>{t("calendar")}</h1>
        <details className="calendar-more">
          <summary className="button quiet">
            <Icon name="down" />
            {translator(locale, "common")("menu.more")}
          </summary>
          <p>
            <a
              className="button quiet"
              href={`/${locale}/desk/series/new?space=${slug}&day=${day}`}
            >
              {translator(locale, "series")("new")}
            </a>
            <a className="button quiet" href={`/${locale}/desk/series/import?space=${slug}`}>
              {translator(locale, "series")("import.open")}
            </a>
          </p>
        </details>
        <form action={`/${locale}/desk/calendar`} method="get" className="calendar-day">
          {one("space") && <input type="hidden" name="space" value={one("space")} />}
          {isList && <input type="hidden" name="view" value="list" />}
          <DayField
            locale={locale}
            label={t("day")}
            name="day"
            typed={one("day")}
            day={day}
            thisYear={today.year}
          />
          <button type="submit" className="button quiet">
            {t("show")}
          </button>
        </form>
        <a
          className="button calendar-new"
          href={`/${locale}/desk/bookings/new?space=${slug}&day=${day}`}
        >
          <Icon name="plus" />
          {t("new")}
        </a>
        <nav className="views" aria-label={t("views.label")}>
          {(["calendar", "list"] as const).map((view) => (
            <a
              key={view}
              href={query({ view, ...(panel ? { event: panel.id } : {}) })}
              aria-current={(view === "list") === isList ? "page" : undefined}
            >
              {t(`views.${view}`)}
            </a>
          ))}
        </nav>
      </div>
      {(answered === "confirm" || answered === "refuse") && (
        <Status>{t(`requests.done.${answered}`)}</Status>
      )}
      <div className={panel ? "cal with-panel" : "cal"}>
        {panel && <BookingPanel ctx={ctx} locale={locale} booking={panel} close={query({})} />}
        <div>
          {isList ? (
            <DayList ctx={ctx} locale={locale} day={day} spaces={shown} hrefWith={query} />
          ) : (
            <>
              <Calendar
                locale={locale}
                reading={t("reading")}
                timeZone={timeZone}
                day={day.toString()}
                chosen={panel?.id ?? null}
                hours={withMargin(await hoursOfDay(ctx, space))}
                spaces={
                  await Promise.all(
                    shown.map(async ({ slug, name }) => ({
                      slug,
                      name,
                      rooms: (await roomsOf(ctx, slug)).map(
                        ({ id, name: title, holds, capacity }) => ({
                          id,
                          title,
                          holds,
                          detail: t(holds.length > 1 ? "dayView.joined" : "dayView.seats", {
                            count: capacity,
                          }),
                        }),
                      ),
                    })),
                  )
                }
                words={{
                  booked: t("booked"),
                  rooms: t("rooms"),
                  today: t("today"),
                  agenda: t("views.agenda"),
                  moved: t("moved"),
                  layoutLeft: translator(locale, "said")("layoutLeft"),
                  copied: t("copied"),
                  unread: t("unread"),
                  copy: t("copyInstead"),
                  hint: t("calendarHint"),
                  scroll: t("calendarScroll"),
                  refused: t("refused", { reason: "{reason}" }),
                  signInFirst: translator(locale, "identity")("sign_in_first"),
                  signIn: translator(locale, "identity")("signIn.title"),
                  offline: t("offline"),
                  person: t("dayView.people", { count: 1 }),
                  people: t("dayView.people", { count: 7 }).replace("7", "{count}"),
                  places: t("dayView.enrolled", { taken: "{taken}", places: "{of}" }),
                  checkedIn: t("dayView.checkedIn"),
                  withOther: t("dayView.withOther"),
                  closedFor: t("closedFor", { name: "{name}" }),
                  keptFor: t("keptFor", { name: "{name}" }),
                  session: t("kinds.session"),
                  booking: t("kinds.booking"),
                  request: t("kinds.request"),
                  night: t("kinds.night"),
                }}
              />
              <noscript>
                <p>
                  <a className="button" href={query({ view: "list" })}>
                    {t("views.noScript")}
                  </a>
                </p>
              </noscript>
            </>
          )}
          <TimelineLegend locale={locale} />
        </div>
      </div>
    </>
  );
}

/** An hour more on both sides, so that one sees when it opens and closes. */
function withMargin({ from, to }: { from: string; to: string }): { from: string; to: string } {
  const hour = (text: string, more: number) =>
    `${String(Math.min(24, Math.max(0, Number.parseInt(text, 10) + more))).padStart(2, "0")}:00`;
  return { from: hour(from, -1), to: hour(to, 1) };
}

/**
 * Any day, also one that has passed: a calendar looks both ways. As people here write it, or as
 * addresses do.
 */
function anyDay(typed: string, today: Temporal.PlainDate): Temporal.PlainDate | null {
  try {
    return readTypedDay(typed, today.year);
  } catch {
    return null;
  }
}
