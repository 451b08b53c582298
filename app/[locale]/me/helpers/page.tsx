import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { CardOpensLess } from "#components/identity/card-opens-less.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { SelectField, TextField } from "#components/ui/field.tsx";
import { endMandateAction, giveMandateAction } from "#lib/booking/actions.ts";
import { MANDATE_DAYS, myMandates } from "#lib/booking/mandates.ts";
import { NETWORK_ZONE } from "#lib/booking/search-form.ts";
import { formatDate } from "#lib/i18n/format.ts";
import { localeOf } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translator.ts";
import { isByCard } from "#lib/identity/policy.ts";
import { requestContext } from "#lib/identity/session.ts";

type Props = { params: Promise<{ locale: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "booking")("helpers.title") };
}

/** Who may book in one's name, whom one may book for, and until when. */
export default async function HelpersPage({ params }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await requestContext();
  if (ctx.actor.kind === "visitor") redirect(`/${locale}/sign-in?next=/${locale}/me/helpers`);
  const t = translator(locale, "booking");
  if (isByCard(ctx.actor))
    return <CardOpensLess locale={locale} title={t("helpers.title")} path={`/${locale}/me/helpers`} />;
  const mandates = await myMandates(ctx);
  return (
    <div className="narrow">
      <h1>{t("helpers.title")}</h1>
      <p>{t("helpers.hint")}</p>
      <ol className="cards">
        {mandates.map(({ id, isHelper, helperName, personName, expiresAt }) => (
          <li className="card" key={id}>
            <div>
              <h2>
                {isHelper
                  ? t("helpers.youHelp", { name: personName })
                  : t("helpers.helpsYou", { name: helperName })}
              </h2>
              <p className="fact">
                {t("helpers.until", {
                  when: formatDate(locale, Temporal.Instant.from(expiresAt), NETWORK_ZONE, ctx.now),
                })}
              </p>
            </div>
            <ActionForm
              action={endMandateAction}
              submit={t("helpers.end")}
              working={t("check.working")}
              values={{ locale, id }}
              quiet
            />
          </li>
        ))}
      </ol>
      <h2>{t("helpers.give")}</h2>
      <ActionForm
        action={giveMandateAction}
        submit={t("helpers.give")}
        working={t("check.working")}
        values={{ locale }}
      >
        <TextField label={t("one.email")} name="email" type="email" maxLength={200} required />
        <SelectField
          label={t("helpers.long")}
          name="days"
          defaultValue="7"
          options={MANDATE_DAYS.map((days) => ({
            value: String(days),
            label: t("helpers.days", { count: days }),
          }))}
        />
      </ActionForm>
      <p className="row">
        <a href={`/${locale}/me`}>{t("mine.title")}</a>
      </p>
    </div>
  );
}
