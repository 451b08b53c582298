import { ActionForm } from "#components/ui/action-form.tsx";
import { leaveWaitingAction } from "#lib/booking/bookings/actions.ts";
import { setUpWords } from "#lib/booking/bookings/title.ts";
import { myWaits } from "#lib/booking/bookings/waiting.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { OpenList } from "./open-list.tsx";

/** The rooms that the actor waits for; nothing for whoever waits for none. */
export async function Waits({ ctx, locale }: { ctx: Context; locale: Locale }) {
  const waits = await myWaits(ctx);
  const t = translator(locale, "booking");
  const items = waits.map(({ layout, before, ...wait }) => ({
    ...wait,
    fact: t("waits.before", { count: before }),
    more: layout && <p className="fact">{setUpWords(locale, layout)}</p>,
    presses: (
      <ActionForm
        action={leaveWaitingAction}
        submit={t("waits.leave")}
        working={t("check.working")}
        values={{ locale, id: wait.id }}
        quiet
      />
    ),
  }));
  return <OpenList locale={locale} title={t("waits.title")} items={items} />;
}
