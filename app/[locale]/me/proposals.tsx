import { ActionForm } from "#components/ui/action-form.tsx";
import { acceptProposalAction, refuseProposalAction } from "#lib/booking/bookings/actions.ts";
import { proposedToMe } from "#lib/booking/bookings/proposals.ts";
import { formatDateTime } from "#lib/foundation/i18n/format.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { OpenList } from "./open-list.tsx";

/** What others offer the actor, to be answered; nothing where nobody did. */
export async function Proposals({ ctx, locale }: { ctx: Context; locale: Locale }) {
  const proposed = await proposedToMe(ctx);
  const t = translator(locale, "booking");
  const items = proposed.map(({ kind, madeByName, endsAt, people, ...booking }) => ({
    ...booking,
    fact: t("check.people", { count: people }),
    more: (
      <>
        <p>{t(`mine.proposal.${kind}`, { name: madeByName })}</p>
        <p className="fact">
          {t("mine.until", { when: formatDateTime(locale, endsAt, booking.timeZone) })}
        </p>
      </>
    ),
    presses: (
      <>
        <ActionForm
          action={acceptProposalAction}
          submit={t(kind === "share" ? "mine.yesShare" : "mine.yes")}
          working={t("check.working")}
          values={{ locale, id: booking.id }}
        />
        <ActionForm
          action={refuseProposalAction}
          submit={t("mine.no")}
          working={t("check.working")}
          values={{ locale, id: booking.id }}
          quiet
        />
      </>
    ),
  }));
  return <OpenList locale={locale} title={t("mine.proposed")} items={items} />;
}
