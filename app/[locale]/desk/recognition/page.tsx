import type { Metadata } from "next";
import { AskFields } from "#components/badges/ask-fields.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { SelectField, TextField } from "#components/ui/field.tsx";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { can } from "#lib/foundation/identity/permission/policy.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { listBadges } from "#lib/learning/badges/classes/queries.ts";
import { editionIn } from "#lib/learning/badges/classes/rules.ts";
import {
  askOrganisationAction,
  withdrawEndorsementAction,
  withdrawRequestAction,
} from "#lib/learning/badges/endorsements/actions.ts";
import { requestsForDesk } from "#lib/learning/badges/endorsements/queries.ts";
import { MOST_REASON } from "#lib/learning/badges/endorsements/schema.ts";
import { dayIn } from "#lib/learning/badges/verification/words.ts";
import { spacesWhere } from "#lib/places/spaces/queries.ts";

type Props = {
  params: Promise<{ locale: string }>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "endorsements")("desk.title") };
}

/**
 * Whom one's spaces asked to recognise badges, what came of it, and asking another. Whoever runs
 * the network withdraws here.
 */
export default async function DeskRecognitionPage({ params }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("endorsement.request", `/${locale}/desk/recognition`);
  const t = translator(locale, "endorsements");
  const requests = await requestsForDesk(ctx, locale);
  const badges = await listBadges(ctx);
  const mayRevoke = can(ctx.actor, "endorsement.revoke", { spaceId: "" });
  return (
    <>
      <h1>{t("desk.title")}</h1>
      <p>{t("desk.intro")}</p>
      <section>
        <h2>{t("desk.ask")}</h2>
        <ActionForm
          action={askOrganisationAction}
          submit={t("own.send")}
          working={t("own.working")}
          values={{ locale }}
        >
          <SelectField
            label={t("desk.space")}
            name="space"
            options={(await spacesWhere(ctx, "endorsement.request")).map(({ slug, name }) => ({
              value: slug,
              label: name,
            }))}
          />
          <SelectField
            label={t("desk.badge")}
            name="badge"
            options={[
              ...badges
                .filter(({ state }) => state !== "retired")
                .map(({ slug, version }) => ({
                  value: slug,
                  label: editionIn(version.editions, locale).name,
                })),
              { value: "", label: t("desk.network") },
            ]}
          />
          <AskFields locale={locale} />
        </ActionForm>
      </section>
      <section>
        <h2>{t("desk.filter")}</h2>
        {requests.length === 0 && <Empty text={t("desk.none")} />}
        <ol className="cards">
          {requests.map((one) => (
            <li className="card" key={one.id}>
              <div>
                <h3>
                  <bdi>{one.organisation}</bdi>
                  {"\u00a0– "}
                  <span lang={one.name ? one.lang : locale}>{one.name || t("gone")}</span>
                </h3>
                <p>{t(`states.${one.endorsement?.revokedAt ? "revoked" : one.state}`)}</p>
                <p className="fact">
                  {translator(locale, "spaces")(`regions.${one.region}`)}
                  {one.isAcross && ` (${t("desk.other")})`} ·{" "}
                  {t("desk.sentTo", { domain: one.domain })} ·{" "}
                  {dayIn(locale, one.createdAt.toString())}
                </p>
                {one.reason && <p>{t("own.because", { reason: one.reason })}</p>}
                {one.endorsement?.revokeReason && (
                  <p>{t("desk.withdrawn", { reason: one.endorsement.revokeReason })}</p>
                )}
                {one.state === "open" && one.mayWithdraw && (
                  <ActionForm
                    action={withdrawRequestAction}
                    submit={t("own.withdraw")}
                    working={t("own.working")}
                    values={{ locale, id: one.id }}
                    quiet
                  />
                )}
                {mayRevoke && one.endorsement && !one.endorsement.revokedAt && (
                  <details>
                    <summary>{t("desk.withdrawTitle")}</summary>
                    <ActionForm
                      action={withdrawEndorsementAction}
                      submit={t("desk.withdraw")}
                      working={t("own.working")}
                      values={{ locale, id: one.endorsement.id, token: "", from: "desk" }}
                      quiet
                    >
                      <TextField
                        label={t("desk.reason")}
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
    </>
  );
}
