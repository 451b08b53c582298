import { formatDate } from "#lib/foundation/i18n/format.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { isByCard } from "#lib/foundation/identity/permission/policy.ts";
import { mayHoldOwnCard, myCardSince } from "#lib/foundation/identity/sign-in/cards.ts";
import { NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";

/**
 * The card that opens the door without an e-mail: whether there is one, and what to do when it is
 * lost. Whoever is signed in by one changes nothing here; nothing for whoever may hold none.
 */
export async function OwnCard({ ctx, locale }: { ctx: Context; locale: Locale }) {
  const isIn = isByCard(ctx.actor);
  if (!isIn && !(await mayHoldOwnCard(ctx))) return null;
  const t = translator(locale, "booking");
  const since = isIn ? null : await myCardSince(ctx);
  return (
    <section className="idcard" id="card">
      <h2>{t("mine.card")}</h2>
      {isIn && <p>{t("mine.cardIn")}</p>}
      {!isIn && (
        <>
          <p>
            {since
              ? t("mine.cardSince", { day: formatDate(locale, since, NETWORK_ZONE, ctx.now) })
              : t("mine.cardNone")}
          </p>
          <p>
            <a className="button quiet" href={`/${locale}/me/account#card`}>
              {t(since ? "mine.cardLost" : "mine.cardMake")}
            </a>
          </p>
        </>
      )}
    </section>
  );
}
