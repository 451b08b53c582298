import { townIn } from "#components/map/towns.ts";
import { ActionForm } from "#components/ui/action-form.tsx";
import { formatDate } from "#lib/foundation/i18n/format.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";
import { withdrawClaimAction } from "#lib/places/exchange/actions.ts";
import { ownClaims } from "#lib/places/exchange/claims.ts";

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
export async function Claims({ ctx, locale }: { ctx: Context; locale: Locale }) {
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
