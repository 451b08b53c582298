import type { Metadata } from "next";
import "#components/badges/badges.css";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { TextField } from "#components/ui/field.tsx";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { withdrawEndorsementAction } from "#lib/learning/badges/endorsements/actions.ts";
import { partnerPage } from "#lib/learning/badges/endorsements/queries.ts";
import { MOST_REASON } from "#lib/learning/badges/endorsements/schema.ts";
import { dayIn } from "#lib/learning/badges/verification/words.ts";

type Props = {
  params: Promise<{ locale: string }>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "endorsements")("partner.title") };
}

/** Where a partner begins: what waits for their answer, and what they said. */
export default async function PartnerPage({ params }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("endorsement.answer", `/${locale}/partner`);
  const t = translator(locale, "endorsements");
  const { waiting, given } = await partnerPage(ctx, locale);
  const name = ctx.actor.kind === "person" ? ctx.actor.displayName : "";
  return (
    <div className="narrow">
      <h1>{t("partner.hello", { name })}</h1>
      {waiting.length === 0 && (
        <Empty text={`${t("partner.none")} ${t("partner.noneHint")}`}>
          <p className="row">
            <a className="button quiet" href={`/${locale}/badges`}>
              {t("partner.badges")}
            </a>
            <a className="button quiet" href={`/${locale}/badges/recognition`}>
              {t("partner.catalogue")}
            </a>
          </p>
        </Empty>
      )}
      {waiting.length > 0 && (
        <section>
          <h2>{t("partner.waiting")}</h2>
          <ol className="cards">
            {waiting.map(({ id, named, space, organisation, region, expiresAt }) => (
              <li className="card" key={id}>
                <div>
                  <h3 lang={named.lang}>{named.name}</h3>
                  <p className="fact">
                    <bdi>{organisation}</bdi> ·{" "}
                    {space ? t("answer.for", { space: space.name }) : t("answer.learner")}
                    {space && space.region !== region && ` ${t("answer.across")}`}
                  </p>
                  <p className="fact">
                    {t("partner.until", { day: dayIn(locale, expiresAt.toString()) })}
                  </p>
                  <p>
                    <a className="button" href={`/${locale}/endorse?request=${id}`}>
                      {t("partner.answer")}
                    </a>
                  </p>
                </div>
              </li>
            ))}
          </ol>
        </section>
      )}
      <section>
        <h2>{t("partner.given")}</h2>
        {given.length === 0 && <p className="fact">{t("partner.givenNone")}</p>}
        <ol className="cards partner-list">
          {given.map((one) => (
            <li className="card" key={one.id}>
              <div>
                <h3 lang={one.name ? one.lang : locale}>{one.name || t("gone")}</h3>
                <p className="fact">
                  {t("by.on", { day: dayIn(locale, one.issuedAt.toString()) })}
                  {one.revokedAt && ` · ${t("partner.withdrawn")}`}
                </p>
                {!one.revokedAt && (
                  <details>
                    <summary>{t("partner.withdrawTitle")}</summary>
                    <ActionForm
                      action={withdrawEndorsementAction}
                      submit={t("withdraw.send")}
                      working={t("answer.working")}
                      values={{ locale, id: one.id, token: "", from: "partner" }}
                      quiet
                    >
                      <TextField
                        label={t("withdraw.reason")}
                        name="reason"
                        autoComplete="off"
                        maxLength={MOST_REASON}
                        required
                      />
                    </ActionForm>
                  </details>
                )}
              </div>
            </li>
          ))}
        </ol>
      </section>
    </div>
  );
}
