import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { FieldCard } from "#components/consent/field-card.tsx";
import { CardOpensLess } from "#components/identity/card-opens-less.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Facts } from "#components/ui/facts.tsx";
import { TextField } from "#components/ui/field.tsx";
import { Listen } from "#components/ui/listen.tsx";
import { NETWORK_ZONE } from "#lib/booking/search/search-form.ts";
import { eraseMyselfAction } from "#lib/evidence/privacy/actions.ts";
import { DATA_KINDS, DATA_TERMS, myDataCounts } from "#lib/evidence/privacy/own-data.ts";
import { ERASE_WORDS } from "#lib/evidence/privacy/schema.ts";
import { timeOf } from "#lib/evidence/privacy/words.ts";
import { accessToOwn, consentFields } from "#lib/foundation/consent/queries.ts";
import { formatDate } from "#lib/foundation/i18n/format.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { isByCard } from "#lib/foundation/identity/permission/policy.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";

type Props = { params: Promise<{ locale: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "consent")("title") };
}

export default async function MyDataPage({ params }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await requestContext();
  if (ctx.actor.kind !== "person") redirect(`/${locale}/sign-in?next=/${locale}/me/data`);

  const t = translator(locale, "consent");
  if (isByCard(ctx.actor))
    return <CardOpensLess locale={locale} title={t("title")} path={`/${locale}/me/data`} />;
  const privacy = translator(locale, "privacy");
  const counts = await myDataCounts(ctx);
  const fields = await consentFields(ctx, ctx.actor.personId);
  const opened = await accessToOwn(ctx);
  return (
    <div className="narrow">
      <h1>{t("title")}</h1>
      <p>{t("intro")}</p>
      <Listen locale={locale} label={t("listen")} stop={t("stop")} />
      <h2>{privacy("kept")}</h2>
      <Facts
        facts={DATA_KINDS.map((kind) => ({
          name: privacy(`kinds.${kind}`),
          value: `${counts[kind]} – ${privacy(`why.${kind}`, { time: timeOf(privacy, DATA_TERMS[kind]) })}`,
        }))}
      />
      <h2>{t("choices")}</h2>
      <p>{fields.length > 0 ? t("choicesIntro") : t("nothing")}</p>
      {fields.map(({ since, ...view }) => (
        <FieldCard
          key={view.field}
          {...view}
          locale={locale}
          t={t}
          since={since ? formatDate(locale, since, NETWORK_ZONE, ctx.now) : ""}
        />
      ))}
      <h2>{t("access.title")}</h2>
      {opened.length === 0 ? (
        <p>{t("access.none")}</p>
      ) : (
        <ul>
          {opened.map(({ at, what, space }) => (
            <li key={`${at} ${what}`}>
              {t(`access.${what}`, {
                date: formatDate(locale, at, NETWORK_ZONE, ctx.now),
                space: space ?? t("access.space"),
              })}
            </li>
          ))}
        </ul>
      )}
      <h2>{privacy("download")}</h2>
      <p>{privacy("downloadIntro")}</p>
      <p>
        <a className="button" href="/api/v1/me/data" download>
          {privacy("download")}
        </a>
      </p>
      <h2>{privacy("erase")}</h2>
      <p>{privacy("eraseIntro")}</p>
      <p>{privacy("stays")}</p>
      <ActionForm
        action={eraseMyselfAction}
        submit={privacy("erase")}
        working={t("working")}
        values={{ locale }}
        quiet
      >
        <TextField
          label={privacy("word", { word: ERASE_WORDS[locale] })}
          name="word"
          autoComplete="off"
          maxLength={40}
        />
      </ActionForm>
      <p className="row">
        <a href={`/${locale}/about/privacy`}>{privacy("more")}</a>
        <a href={`/${locale}/me`}>{translator(locale, "booking")("mine.title")}</a>
      </p>
    </div>
  );
}
