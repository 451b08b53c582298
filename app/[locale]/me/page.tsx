import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SessionList } from "#components/sessions/session-list.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import {
  acceptProposalAction,
  leaveWaitingAction,
  refuseProposalAction,
} from "#lib/booking/bookings/actions.ts";
import { proposedToMe } from "#lib/booking/bookings/proposals.ts";
import { myBookings } from "#lib/booking/bookings/queries.ts";
import { myWaits } from "#lib/booking/bookings/waiting.ts";
import { formatDateTime, formatDateTimeRange } from "#lib/foundation/i18n/format.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { requestContext } from "#lib/foundation/identity/session.ts";
import { mySessions } from "#lib/learning/sessions/queries.ts";

type Props = { params: Promise<{ locale: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "booking")("mine.title") };
}

export default async function MyPage({ params }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await requestContext();
  if (ctx.actor.kind === "visitor") redirect(`/${locale}/sign-in?next=/${locale}/me`);

  const t = translator(locale, "booking");
  const bookings = await myBookings(ctx);
  const waits = await myWaits(ctx);
  const proposed = await proposedToMe(ctx);
  const sessions = await mySessions(ctx);
  return (
    <>
      <h1>{t("mine.title")}</h1>
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
      {bookings.length === 0 && (
        <>
          <p>{t("mine.none")}</p>
          <p>
            <a className="button" href={`/${locale}`}>
              {t("mine.find")}
            </a>
          </p>
        </>
      )}
      <ol className="cards">
        {bookings.map((booking) => (
          <li className="card" key={booking.id}>
            <div>
              <h2>
                <a href={`/${locale}/me/bookings/${booking.id}`}>
                  {formatDateTimeRange(locale, booking.during, booking.timeZone)}
                </a>
              </h2>
              <p className="fact">
                <bdi>{booking.spaceName}</bdi> – <bdi>{booking.roomName}</bdi>
              </p>
              {booking.status !== "confirmed" && <p className="status">{t(`one.${booking.status}`)}</p>}
            </div>
          </li>
        ))}
      </ol>
      {waits.length > 0 && (
        <section>
          <h2>{t("waits.title")}</h2>
          <ol className="cards">
            {waits.map(({ id, during, timeZone, spaceName, roomName, before }) => (
              <li className="card" key={id}>
                <div>
                  <h3>{formatDateTimeRange(locale, during, timeZone)}</h3>
                  <p className="fact">
                    <bdi>{spaceName}</bdi> – <bdi>{roomName}</bdi> · {t("waits.before", { count: before })}
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
      {sessions.length > 0 && (
        <section>
          <h2>{translator(locale, "sessions")("mine")}</h2>
          <SessionList
            sessions={sessions}
            locale={locale}
            t={translator(locale, "sessions")}
            spaces={translator(locale, "spaces")}
            hrefOf={({ id }) => `/${locale}/sessions/${id}`}
          />
        </section>
      )}
      <p className="row">
        <a href={`/${locale}/me/helpers`}>{t("helpers.title")}</a>
        <a href={`/${locale}/me/calendars`}>{translator(locale, "calendars")("title")}</a>
        <a href={`/${locale}/me/account`}>{translator(locale, "identity")("account.title")}</a>
        <a href={`/${locale}/me/data`}>{translator(locale, "consent")("title")}</a>
      </p>
    </>
  );
}
