import { ActionForm } from "#components/ui/action-form.tsx";
import { leaveWaitingAction } from "#lib/booking/bookings/actions.ts";
import { setUpWords } from "#lib/booking/bookings/title.ts";
import { myWaits } from "#lib/booking/bookings/waiting.ts";
import { formatDateTimeRange } from "#lib/foundation/i18n/format.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";

/** The rooms that the actor waits for; nothing for whoever waits for none. */
export async function Waits({ ctx, locale }: { ctx: Context; locale: Locale }) {
  const waits = await myWaits(ctx);
  if (waits.length === 0) return null;
  const t = translator(locale, "booking");
  return (
    <section>
      <h2>{t("waits.title")}</h2>
      <ol className="cards">
        {waits.map(({ id, during, timeZone, spaceName, roomName, layout, before }) => (
          <li className="card" key={id}>
            <div>
              <h3>{formatDateTimeRange(locale, during, timeZone)}</h3>
              <p className="fact">
                <bdi>{spaceName}</bdi> – <bdi>{roomName}</bdi> ·{" "}
                {t("waits.before", { count: before })}
              </p>
              {layout && <p className="fact">{setUpWords(locale, layout)}</p>}
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
  );
}
