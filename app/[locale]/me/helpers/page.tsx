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
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
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
  return (
    <div className="narrow">
      <h1>{t("helpers.title")}</h1>
      {offered !== undefined && waiting.length > 0 && <Status>{t("helpers.offered")}</Status>}
      <p>{t("helpers.hint")}</p>
      {toAnswer.length > 0 && (
        <section>
          <h2>{t("helpers.forYou")}</h2>
          <ol className="cards">
            {toAnswer.map((offer) => (
              <li className="card" key={offer.id}>
                <OfferToAnswer offer={offer} locale={locale} />
              </li>
            ))}
          </ol>
        </section>
      )}
      <ol className="cards">
        {mandates.map((mandate) => (
          <li className="card" key={mandate.id}>
            <MandateCard mandate={mandate} locale={locale} now={ctx.now} />
          </li>
        ))}
        {waiting.map((offer) => (
          <li className="card" key={offer.id}>
            <WaitingOffer offer={offer} locale={locale} />
          </li>
        ))}
      </ol>
      <h2>{t("helpers.give")}</h2>
      <ActionForm
        action={offerMandateAction}
        submit={t("helpers.ask")}
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

type ToAnswer = Awaited<ReturnType<typeof offeredToMe>>[number];

/** Somebody asks for help with bookings: yes or no. */
function OfferToAnswer({ offer, locale }: { offer: ToAnswer; locale: Locale }) {
  const t = translator(locale, "booking");
  const { id, days, endsAt, personName } = offer;
  const when = formatDateTime(locale, endsAt, NETWORK_ZONE);
  return (
    <>
      <div>
        <h3>{t("helpers.asksYou", { name: personName })}</h3>
        <p>{t("helpers.asksFor", { days: t("helpers.days", { count: days }) })}</p>
        <p className="fact">{t("helpers.answer", { when })}</p>
      </div>
      <ActionForm
        action={acceptMandateAction}
        submit={t("helpers.yes")}
        working={t("check.working")}
        values={{ locale, id }}
      />
      <ActionForm
        action={refuseMandateAction}
        submit={t("helpers.no")}
        working={t("check.working")}
        values={{ locale, id }}
        quiet
      />
    </>
  );
}

type MandateProps = {
  mandate: Awaited<ReturnType<typeof myMandates>>[number];
  locale: Locale;
  now: Temporal.Instant;
};

/** Who books for whom, until when; either of both may end it. */
function MandateCard({ mandate, locale, now }: MandateProps) {
  const t = translator(locale, "booking");
  const { id, isHelper, helperName, personName, expiresAt } = mandate;
  const when = formatDate(locale, Temporal.Instant.from(expiresAt), NETWORK_ZONE, now);
  return (
    <>
      <div>
        <h2>
          {isHelper
            ? t("helpers.youHelp", { name: personName })
            : t("helpers.helpsYou", { name: helperName })}
        </h2>
        <p className="fact">{t("helpers.until", { when })}</p>
      </div>
      <ActionForm
        action={endMandateAction}
        submit={t("helpers.end")}
        working={t("check.working")}
        values={{ locale, id }}
        quiet
      />
    </>
  );
}

type Offered = Awaited<ReturnType<typeof offeredByMe>>[number];

/** What one asked of somebody who has not answered: it can be taken back. */
function WaitingOffer({ offer, locale }: { offer: Offered; locale: Locale }) {
  const t = translator(locale, "booking");
  const { id, days, endsAt } = offer;
  const when = formatDateTime(locale, endsAt, NETWORK_ZONE);
  return (
    <>
      <div>
        <h2>{t("helpers.waiting")}</h2>
        <p>{t("helpers.offeredFor", { days: t("helpers.days", { count: days }) })}</p>
        <p className="fact">{t("helpers.waitsUntil", { when })}</p>
      </div>
      <ActionForm
        action={withdrawMandateOfferAction}
        submit={t("helpers.takeBack")}
        working={t("check.working")}
        values={{ locale, id }}
        quiet
      />
    </>
  );
}
