import type { Metadata } from "next";
import { NETWORK } from "#components/occupancy/live.ts";
import { RefreshLive } from "#components/occupancy/refresh-live.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { waitingRequests } from "#lib/booking/approvals.ts";
import { bookingsToday } from "#lib/booking/calendar.ts";
import { formatTime } from "#lib/i18n/format.ts";
import { type Locale, localeOf } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translator.ts";
import type { Context } from "#lib/identity/context.ts";
import { can } from "#lib/identity/policy.ts";
import { staffContext } from "#lib/identity/session.ts";
import { peopleNow } from "#lib/occupancy/now.ts";
import { settings } from "#lib/platform/settings.ts";

type Props = { params: Promise<{ locale: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "desk")("title") };
}

/** What happens today in one's own spaces, and the ways on. */
export default async function DeskPage({ params }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("booking.manage", `/${locale}/desk`);
  const t = translator(locale, "desk");
  const people = translator(locale, "booking");
  const today = await bookingsToday(ctx);
  const waiting = (await waitingRequests(ctx)).length;
  return (
    <>
      <h1>{t("title")}</h1>
      <p className="row">
        <a className="button" href={`/${locale}/desk/calendar`}>
          {t("calendar")}
        </a>
        <a className="button quiet" href={`/${locale}/desk/sessions`}>
          {t("sessions")}
        </a>
        <a className="button quiet" href={`/${locale}/desk/requests`}>
          {t("requests.open", { count: waiting })}
        </a>
        <a className="button quiet" href={`/${locale}/desk/presence`}>
          {translator(locale, "presence")("title")}
        </a>
        {settings().demo && (
          <a className="button quiet" href={`/${locale}/desk/mailbox`}>
            {t("mailbox")}
          </a>
        )}
      </p>
      <h2>{t("today")}</h2>
      {today.length === 0 && (
        <Empty text={t("none")}>
          <a href={`/${locale}/desk/bookings/new`}>{t("new")}</a>
        </Empty>
      )}
      <ol className="cards">
        {today.map(({ id, title, start, end, timeZone, roomName, spaceName, people: count }) => (
          <li className="card" key={id}>
            <div>
              <h3>
                <a href={`/${locale}/me/bookings/${id}`}>{title}</a>
              </h3>
              <p>
                {formatTime(locale, Temporal.Instant.from(start), timeZone)}–
                {formatTime(locale, Temporal.Instant.from(end), timeZone)}
              </p>
              <p className="fact">
                <bdi>{spaceName}</bdi> – <bdi>{roomName}</bdi> · {people("check.people", { count })}
              </p>
            </div>
          </li>
        ))}
      </ol>
      <PeopleNow ctx={ctx} locale={locale} />
      <h2>{t("manage")}</h2>
      <ul className="columns">
        <li>
          <a href={`/${locale}/desk/closures`}>{t("closures.title")}</a>
        </li>
        <li>
          <a href={`/${locale}/desk/blockings`}>{translator(locale, "blockings")("title")}</a>
        </li>
        <li>
          <a href={`/${locale}/desk/series`}>{translator(locale, "series")("list.title")}</a>
        </li>
        {can(ctx.actor, "space.manage") && (
          <>
            <li>
              <a href={`/${locale}/desk/rooms`}>{t("resources.title")}</a>
            </li>
            <li>
              <a href={`/${locale}/desk/hours`}>{t("hours.title")}</a>
            </li>
            <li>
              <a href={`/${locale}/desk/limits`}>{t("limits.title")}</a>
            </li>
            <li>
              <a href={`/${locale}/desk/cards`}>{translator(locale, "presence")("lostCard")}</a>
            </li>
            <li>
              <a href={`/${locale}/desk/deleted`}>{translator(locale, "privacy")("runs.title")}</a>
            </li>
            <li>
              <a href={`/${locale}/desk/webhooks`}>{translator(locale, "webhooks")("title")}</a>
            </li>
          </>
        )}
        {can(ctx.actor, "occupancy.manage") && (
          <li>
            <a href={`/${locale}/desk/occupancy`}>{t("occupancy")}</a>
          </li>
        )}
        {can(ctx.actor, "scheme.manage") && (
          <li>
            <a href={`/${locale}/desk/schemes`}>{translator(locale, "sessions")("schemes.title")}</a>
          </li>
        )}
        {can(ctx.actor, "use.read") && (
          <li>
            <a href={`/${locale}/research/cross-border`}>{translator(locale, "sessions")("counts.title")}</a>
          </li>
        )}
        {can(ctx.actor, "indicators.read") && (
          <li>
            <a href={`/${locale}/research/indicators`}>
              {translator(locale, "research")("indicators.title")}
            </a>
          </li>
        )}
        {can(ctx.actor, "use.read") && (
          <li>
            <a href={`/${locale}/desk/use`}>{t("use")}</a>
          </li>
        )}
      </ul>
    </>
  );
}

/** Who is in one's own spaces now, where somebody counts. It follows while the page is open. */
async function PeopleNow({ ctx, locale }: { ctx: Context; locale: Locale }) {
  const t = translator(locale, "occupancy");
  const spaces = await peopleNow(ctx);
  if (spaces.length === 0) return <RefreshLive address={NETWORK} />;
  return (
    <>
      <RefreshLive address={NETWORK} />
      <h2>{t("title")}</h2>
      <ul className="columns">
        {spaces.map(({ space, name, people, capacity = 0, band }) => (
          <li key={space}>
            <a href={`/${locale}/desk/occupancy?space=${space}`}>{name}</a>
            {": "}
            {[
              people == null ? t("few") : t("people", { count: people, capacity }),
              band && t(`bands.${band}`),
            ]
              .filter(Boolean)
              .join(" · ")}
          </li>
        ))}
      </ul>
    </>
  );
}
