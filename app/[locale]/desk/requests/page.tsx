import type { Metadata } from "next";
import { RequestAnswer } from "#components/desk/request-answer.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { Status } from "#components/ui/status.tsx";
import { forgiveAction } from "#lib/booking/bookings/actions-desk.ts";
import { waitingRequests } from "#lib/booking/bookings/approvals.ts";
import { missedBookings } from "#lib/booking/bookings/check-in.ts";
import { formatDateTime, formatDateTimeRange } from "#lib/foundation/i18n/format.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { can } from "#lib/foundation/identity/permission/policy.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

/** Missed bookings in sight; those before them are folded. */
const MOST_MISSED = 5;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "desk")("requests.title") };
}

/** What waits for an answer, the most urgent first; then who did not come. */
export default async function RequestsPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("booking.manage", `/${locale}/desk/requests`);
  const { answered } = await searchParams;
  const t = translator(locale, "desk");
  const words = translator(locale, "booking");
  const requests = await waitingRequests(ctx);
  const missed = await missedBookings(ctx);
  return (
    <>
      <h1>{t("requests.title")}</h1>
      {(answered === "confirm" || answered === "refuse") && (
        <Status>{t(`requests.done.${answered}`)}</Status>
      )}
      {requests.length === 0 && (
        <Empty text={t("requests.none")}>
          <a href={`/${locale}/desk/calendar`}>{t("calendar")}</a>
        </Empty>
      )}
      <ol className="cards">
        {requests.map((request) => (
          <li className="card" key={request.id}>
            <div>
              <h2>
                <a href={`/${locale}/me/bookings/${request.id}`}>
                  {formatDateTimeRange(locale, request.during, request.timeZone)}
                </a>
              </h2>
              <p className="fact">
                <bdi>{request.spaceName}</bdi> – <bdi>{request.roomName}</bdi> ·{" "}
                {words("check.people", { count: request.people })}
              </p>
              <p>
                {t("requests.by", { name: request.askedBy })}{" "}
                {request.purpose || words("mail.no_purpose")}
              </p>
              <p className="fact">
                {words("mail.until_asked", {
                  when: formatDateTime(locale, request.answerBy, request.timeZone),
                })}
              </p>
            </div>
            <RequestAnswer
              values={{ locale, id: request.id, version: String(request.version) }}
              words={{
                accept: t("requests.accept"),
                refuse: t("requests.refuse"),
                note: t("requests.note"),
                sendRefusal: t("requests.sendRefusal"),
                working: t("form.working"),
              }}
            />
          </li>
        ))}
      </ol>
      <h2>{t("missed.title")}</h2>
      {missed.length === 0 && <p>{t("missed.none")}</p>}
      <Missed missed={missed.slice(0, MOST_MISSED)} ctx={ctx} locale={locale} />
      {missed.length > MOST_MISSED && (
        <details>
          <summary>{t("missed.earlier", { count: missed.length - MOST_MISSED })}</summary>
          <Missed missed={missed.slice(MOST_MISSED)} ctx={ctx} locale={locale} />
        </details>
      )}
    </>
  );
}

type MissedProps = {
  missed: Awaited<ReturnType<typeof missedBookings>>;
  ctx: Context;
  locale: Locale;
};

/** Each can be left out of the count by a manager. */
function Missed({ missed, ctx, locale }: MissedProps) {
  const t = translator(locale, "desk");
  return (
    <ol className="cards">
      {missed.map(({ id, person, roomName, spaceName, start, timeZone }) => (
        <li className="card" key={id}>
          <div>
            <h3>
              <a href={`/${locale}/me/bookings/${id}`}>{person}</a>
            </h3>
            <p className="fact">
              {formatDateTime(locale, Temporal.Instant.from(start), timeZone)} ·{" "}
              <bdi>{spaceName}</bdi> – <bdi>{roomName}</bdi>
            </p>
          </div>
          {can(ctx.actor, "space.manage") && (
            <ActionForm
              action={forgiveAction}
              submit={t("missed.forgive")}
              working={t("form.working")}
              values={{ locale, id }}
              quiet
            />
          )}
        </li>
      ))}
    </ol>
  );
}
