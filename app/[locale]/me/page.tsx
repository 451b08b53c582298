import type { Metadata } from "next";
import { redirect } from "next/navigation";
import "#components/booking/coming.css";
import { type Coming, ComingList } from "#components/booking/coming.tsx";
import { townIn } from "#components/map/towns.ts";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { Icon, type IconName } from "#components/ui/icon.tsx";
import {
  acceptProposalAction,
  leaveWaitingAction,
  refuseProposalAction,
} from "#lib/booking/bookings/actions.ts";
import { proposedToMe } from "#lib/booking/bookings/proposals.ts";
import type { BookingView } from "#lib/booking/bookings/queries.ts";
import { myBookings } from "#lib/booking/bookings/queries.ts";
import { myWaits } from "#lib/booking/bookings/waiting.ts";
import { NETWORK_ZONE } from "#lib/booking/search/search-form.ts";
import {
  formatDate,
  formatDateTime,
  formatDateTimeRange,
  formatShortMonth,
  formatTime,
} from "#lib/foundation/i18n/format.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import type { Domain } from "#lib/foundation/i18n/messages.ts";
import { nearTime } from "#lib/foundation/i18n/near-time.ts";
import type { Translate } from "#lib/foundation/i18n/translator.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { mayHoldOwnCard, myCardSince } from "#lib/foundation/identity/cards.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { isByCard } from "#lib/foundation/identity/policy.ts";
import { requestContext } from "#lib/foundation/identity/session.ts";
import { myPlaces } from "#lib/learning/sessions/my-places.ts";
import type { SessionView } from "#lib/learning/sessions/queries.ts";
import { mySessions } from "#lib/learning/sessions/queries.ts";
import { titleIn } from "#lib/learning/sessions/rules.ts";
import { withdrawClaimAction } from "#lib/places/exchange/actions.ts";
import { ownClaims } from "#lib/places/exchange/claims.ts";

type Props = { params: Promise<{ locale: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "booking")("mine.title") };
}

export default async function MyPage({ params }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await requestContext();
  if (ctx.actor.kind !== "person") redirect(`/${locale}/sign-in?next=/${locale}/me`);

  const t = translator(locale, "booking");
  const bookings = await myBookings(ctx);
  const waits = await myWaits(ctx);
  const proposed = await proposedToMe(ctx);
  const sessions = await mySessions(ctx);
  const places = await myPlaces(ctx);
  const card = await ownCard(ctx, locale);
  const coming = [
    ...bookings.map((booking) => ({ ...booking, told: bookingTold(booking, locale, ctx.now, t) })),
    ...sessions.map((session) => ({
      ...session,
      told: sessionTold(session, places.get(session.id), locale, ctx.now),
    })),
  ].sort((one, other) => Temporal.Instant.compare(one.during.start, other.during.start));
  const [next] = coming;
  const isToday = next && nearTime(locale, next.during.start, next.timeZone, ctx.now).day === null;
  const hereHref =
    isToday && next.told.state.kind === "free" ? `/${locale}/check-in/${next.spaceSlug}` : null;
  return (
    <>
      <h1>{t("mine.hello", { name: ctx.actor.displayName })}</h1>
      {proposed.length > 0 && (
        <section>
          <h2>{t("mine.proposed")}</h2>
          <ol className="cards">
            {proposed.map(({ id, kind, madeByName, during, timeZone, endsAt, ...booking }) => (
              <li className="card" key={id}>
                <div>
                  <h3>{formatDateTimeRange(locale, during, timeZone)}</h3>
                  <p className="fact">
                    <bdi>{booking.spaceName}</bdi> – <bdi>{booking.roomName}</bdi> ·{" "}
                    {t("check.people", { count: booking.people })}
                  </p>
                  <p>{t(`mine.proposal.${kind}`, { name: madeByName })}</p>
                  <p className="fact">
                    {t("mine.until", { when: formatDateTime(locale, endsAt, timeZone) })}
                  </p>
                </div>
                <ActionForm
                  action={acceptProposalAction}
                  submit={t(kind === "share" ? "mine.yesShare" : "mine.yes")}
                  working={t("check.working")}
                  values={{ locale, id }}
                />
                <ActionForm
                  action={refuseProposalAction}
                  submit={t("mine.no")}
                  working={t("check.working")}
                  values={{ locale, id }}
                  quiet
                />
              </li>
            ))}
          </ol>
        </section>
      )}
      {coming.length === 0 ? (
        <Empty text={t("mine.none")}>
          <p className="row">
            <a className="button" href={`/${locale}`}>
              {t("mine.find")}
            </a>
            <a className="button quiet" href={`/${locale}/sessions`}>
              {t("mine.findSession")}
            </a>
          </p>
        </Empty>
      ) : (
        <ComingList
          coming={coming.map(({ told }) => told)}
          hereHref={hereHref}
          words={{ open: t("mine.open"), way: t("mine.way"), here: t("mine.here") }}
        />
      )}
      {waits.length > 0 && (
        <section>
          <h2>{t("waits.title")}</h2>
          <ol className="cards">
            {waits.map(({ id, during, timeZone, spaceName, roomName, before }) => (
              <li className="card" key={id}>
                <div>
                  <h3>{formatDateTimeRange(locale, during, timeZone)}</h3>
                  <p className="fact">
                    <bdi>{spaceName}</bdi> – <bdi>{roomName}</bdi> ·{" "}
                    {t("waits.before", { count: before })}
                  </p>
                </div>
                <ActionForm
                  action={leaveWaitingAction}
                  submit={t("waits.leave")}
                  working={t("check.working")}
                  values={{ locale, id }}
                  quiet
                />
              </li>
            ))}
          </ol>
        </section>
      )}
      <Claims ctx={ctx} locale={locale} />
      <div className="with-side">
        <section>
          <h2>{t("mine.more")}</h2>
          <ul className="doorways">
            {WAYS.map(({ href, icon, domain, key, hint }) => (
              <li key={href}>
                <a href={`/${locale}/me/${href}`}>
                  <Icon name={icon} />
                  <span>
                    {translator(locale, domain)(key)}
                    <small>{t(`mine.ways.${hint}`)}</small>
                  </span>
                </a>
              </li>
            ))}
          </ul>
        </section>
        {card && (
          <section className="idcard">
            <h2>{t("mine.card")}</h2>
            <p>{card.since ? t("mine.cardSince", { day: card.since }) : t("mine.cardNone")}</p>
            <p>
              <a className="button quiet" href={`/${locale}/me/account#card`}>
                {t(card.since ? "mine.cardLost" : "mine.cardMake")}
              </a>
            </p>
          </section>
        )}
      </div>
    </>
  );
}

const CLAIM_COLOURS = {
  asked: "busy",
  accepted: "free",
  refused: "shut",
  withdrawn: "shut",
  overtaken: "shut",
} as const;

/**
 * The places that somebody asked to run, and what became of that; nothing for whoever asked for
 * none.
 */
async function Claims({ ctx, locale }: { ctx: Context; locale: Locale }) {
  const claims = await ownClaims(ctx);
  if (claims.length === 0) return null;
  const t = translator(locale, "places");
  return (
    <section>
      <h2>{t("mine.title")}</h2>
      <ol className="cards">
        {claims.map(({ id, place, placeId, city, state, answer, claimedAt, spaceSlug }) => (
          <li className="card" key={id}>
            <div>
              <h3>
                <a href={`/${locale}/places/${placeId}`}>
                  <bdi>{place}</bdi>
                </a>
              </h3>
              <p className="fact">
                {townIn(locale, city)} ·{" "}
                {t("mine.asked", { day: formatDate(locale, claimedAt, NETWORK_ZONE, ctx.now) })}
              </p>
              <p>
                <span className={`state ${CLAIM_COLOURS[state]}`}>{t(`mine.states.${state}`)}</span>
              </p>
              {answer && (
                <p>
                  <bdi>{answer}</bdi>
                </p>
              )}
            </div>
            {state === "asked" && (
              <ActionForm
                action={withdrawClaimAction}
                submit={t("mine.withdraw", { place })}
                working={t("import.working")}
                values={{ locale, claimId: id, here: "me" }}
                quiet
              />
            )}
            {state === "accepted" && spaceSlug && (
              <a className="button quiet" href={`/${locale}/desk/place?space=${spaceSlug}`}>
                {t("mine.open", { place })}
              </a>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

const WAYS: { href: string; icon: IconName; domain: Domain; key: string; hint: string }[] = [
  { href: "badges", icon: "badge", domain: "badges", key: "me.title", hint: "badges" },
  { href: "backpack", icon: "inbox", domain: "backpack", key: "title", hint: "backpack" },
  { href: "calendars", icon: "calendar", domain: "calendars", key: "title", hint: "calendars" },
  { href: "helpers", icon: "people", domain: "booking", key: "helpers.title", hint: "helpers" },
  { href: "data", icon: "shield", domain: "consent", key: "title", hint: "data" },
  { href: "account", icon: "person", domain: "identity", key: "account.title", hint: "account" },
];

/** Since when the actor has a card; null for whoever is signed in by one, or may have none. */
async function ownCard(ctx: Context, locale: Locale): Promise<{ since: string | null } | null> {
  if (isByCard(ctx.actor) || !(await mayHoldOwnCard(ctx))) return null;
  const since = await myCardSince(ctx);
  return { since: since && formatDate(locale, since, NETWORK_ZONE, ctx.now) };
}

type Timed = { during: { start: Temporal.Instant; end: Temporal.Instant }; timeZone: string };

/** A day as somebody says it, and as a leaf of a calendar shows it. */
function dayTold(
  { during: { start, end }, timeZone }: Timed,
  locale: Locale,
  now: Temporal.Instant,
) {
  const { day } = nearTime(locale, start, timeZone, now);
  const date = formatDate(locale, start, timeZone, now);
  const zoned = start.toZonedDateTimeISO(timeZone);
  const near = day ?? translator(locale, "booking")("mine.today");
  return {
    day: date.startsWith(near) ? date : `${near}, ${date}`,
    month: formatShortMonth(locale, zoned.toPlainDate()),
    date: `${zoned.day}`,
    hours: `${formatTime(locale, start, timeZone)}–${formatTime(locale, end, timeZone)}`,
  };
}

function bookingTold(
  booking: BookingView,
  locale: Locale,
  now: Temporal.Instant,
  t: Translate,
): Coming {
  const { id, roomName, spaceName, spaceSlug, people, status } = booking;
  return {
    key: id,
    href: `/${locale}/me/bookings/${id}`,
    title: `${roomName}, ${t("check.people", { count: people })}`,
    place: spaceName,
    wayHref: `/${locale}/spaces/${spaceSlug}#way`,
    ...dayTold(booking, locale, now),
    state:
      status === "confirmed"
        ? { kind: "free", words: t("mine.booked") }
        : { kind: "busy", words: t(status === "offered" ? "mine.offered" : "mine.asked") },
  };
}

function sessionTold(
  session: SessionView,
  place: "enrolled" | "waiting" | undefined,
  locale: Locale,
  now: Temporal.Instant,
): Coming {
  const t = translator(locale, "booking");
  const { text, lang } = titleIn(session.title, locale);
  return {
    key: session.id,
    href: `/${locale}/sessions/${session.id}`,
    title: text,
    lang: lang === locale ? undefined : lang,
    place: [session.spaceName, session.roomName].filter(Boolean).join(", "),
    wayHref: `/${locale}/spaces/${session.spaceSlug}#way`,
    ...dayTold(session, locale, now),
    state:
      place === "waiting"
        ? { kind: "busy", words: t("mine.waiting") }
        : { kind: "free", words: t("mine.enrolled") },
  };
}
