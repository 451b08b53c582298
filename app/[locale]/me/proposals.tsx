import { ActionForm } from "#components/ui/action-form.tsx";
import { acceptProposalAction, refuseProposalAction } from "#lib/booking/bookings/actions.ts";
import { proposedToMe } from "#lib/booking/bookings/proposals.ts";
import { formatDateTime, formatDateTimeRange } from "#lib/foundation/i18n/format.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";

/** What others offer the actor, to be answered; nothing where nobody did. */
export async function Proposals({ ctx, locale }: { ctx: Context; locale: Locale }) {
  const proposed = await proposedToMe(ctx);
  if (proposed.length === 0) return null;
  const t = translator(locale, "booking");
  return (
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
  );
}
