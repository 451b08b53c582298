import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { CardOpensLess } from "#components/identity/card-opens-less.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { SelectField, TextField } from "#components/ui/field.tsx";
import { Status } from "#components/ui/status.tsx";
import {
  acceptMandateAction,
  endMandateAction,
  offerMandateAction,
  refuseMandateAction,
  withdrawMandateOfferAction,
} from "#lib/booking/bookings/actions.ts";
import { MANDATE_DAYS, offeredByMe, offeredToMe } from "#lib/booking/bookings/mandate-offers.ts";
import { myMandates } from "#lib/booking/bookings/mandates.ts";
import { NETWORK_ZONE } from "#lib/booking/search/search-form.ts";
import { formatDate, formatDateTime } from "#lib/foundation/i18n/format.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { isByCard } from "#lib/foundation/identity/permission/policy.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<{ offered?: string | string[] }>;
};

export async function generateMetadata({ params }: Pick<Props, "params">): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "booking")("helpers.title") };
}

/** Who may book in one's name, whom one may book for, until when, and what waits for a yes. */
export default async function HelpersPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await requestContext();
  if (ctx.actor.kind === "visitor") redirect(`/${locale}/sign-in?next=/${locale}/me/helpers`);
  const t = translator(locale, "booking");
  if (isByCard(ctx.actor))
    return (
      <CardOpensLess locale={locale} title={t("helpers.title")} path={`/${locale}/me/helpers`} />
    );
  const { offered } = await searchParams;
  const mandates = await myMandates(ctx);
  const waiting = await offeredByMe(ctx);
  const toAnswer = await offeredToMe(ctx);
  const working = t("check.working");
  const lasts = (days: number) => t("helpers.days", { count: days });
  const at = (moment: Temporal.Instant) => formatDateTime(locale, moment, NETWORK_ZONE);
  return (
    <div className="narrow">
      <h1>{t("helpers.title")}</h1>
      {offered !== undefined && waiting.length > 0 && <Status>{t("helpers.offered")}</Status>}
      <p>{t("helpers.hint")}</p>
      {toAnswer.length > 0 && (
        <section>
          <h2>{t("helpers.forYou")}</h2>
          <ol className="cards">
            {toAnswer.map(({ id, days, endsAt, personName }) => (
              <li className="card" key={id}>
                <div>
                  <h3>{t("helpers.asksYou", { name: personName })}</h3>
                  <p>{t("helpers.asksFor", { days: lasts(days) })}</p>
                  <p className="fact">{t("helpers.answer", { when: at(endsAt) })}</p>
                </div>
                <ActionForm
                  action={acceptMandateAction}
                  submit={t("helpers.yes")}
                  working={working}
                  values={{ locale, id }}
                />
                <ActionForm
                  action={refuseMandateAction}
                  submit={t("helpers.no")}
                  working={working}
                  values={{ locale, id }}
                  quiet
                />
              </li>
            ))}
          </ol>
        </section>
      )}
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
              working={working}
              values={{ locale, id }}
              quiet
            />
          </li>
        ))}
        {waiting.map(({ id, days, endsAt }) => (
          <li className="card" key={id}>
            <div>
              <h2>{t("helpers.waiting")}</h2>
              <p>{t("helpers.offeredFor", { days: lasts(days) })}</p>
              <p className="fact">{t("helpers.waitsUntil", { when: at(endsAt) })}</p>
            </div>
            <ActionForm
              action={withdrawMandateOfferAction}
              submit={t("helpers.takeBack")}
              working={working}
              values={{ locale, id }}
              quiet
            />
          </li>
        ))}
      </ol>
      <h2>{t("helpers.give")}</h2>
      <ActionForm
        action={offerMandateAction}
        submit={t("helpers.ask")}
        working={working}
        values={{ locale }}
      >
        <TextField label={t("one.email")} name="email" type="email" maxLength={200} required />
        <SelectField
          label={t("helpers.long")}
          name="days"
          defaultValue="7"
          options={MANDATE_DAYS.map((days) => ({
            value: String(days),
            label: lasts(days),
          }))}
        />
      </ActionForm>
      <p className="row">
        <a href={`/${locale}/me`}>{t("mine.title")}</a>
      </p>
    </div>
  );
}
