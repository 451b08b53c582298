import type { Metadata } from "next";
import { ruleText } from "#components/badges/rules.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { RadioGroup, SelectField, TextArea, TextField } from "#components/ui/field.tsx";
import { optionsOf } from "#components/ui/options.ts";
import { COLON, labelled } from "#lib/foundation/i18n/colon.ts";
import { formatDateTime } from "#lib/foundation/i18n/format.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { type Translate, translator } from "#lib/foundation/i18n/translator.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";
import {
  acceptOnPaperAction,
  awardByCardAction,
  decideOnRequestAction,
} from "#lib/learning/badges/awards/actions.ts";
import {
  givenAwards,
  type WaitingAward,
  waitingAwards,
} from "#lib/learning/badges/awards/queries.ts";
import { DECISIONS } from "#lib/learning/badges/awards/schema.ts";
import { listBadges } from "#lib/learning/badges/classes/queries.ts";
import { editionIn } from "#lib/learning/badges/classes/rules.ts";
import { spacesWhere } from "#lib/places/spaces/queries.ts";
import { titleFrom } from "../../title-from.ts";

type Props = {
  params: Promise<{ locale: string }>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = localeOf((await params).locale);
  return titleFrom(
    translator(locale, "badges")("desk.title"),
    translator(locale, "common")("nav.desk"),
  );
}

/**
 * Requests for badges, decided in place; badges that wait for a yes; and awarding to whoever shows
 * a card.
 */
export default async function DeskBadgesPage({ params }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("badge.award", `/${locale}/desk/badges`);
  const t = translator(locale, "badges");
  const waiting = await waitingAwards(ctx);
  const given = await givenAwards(ctx);
  const badges = await listBadges(ctx);
  const nameOf = (slug: string) => {
    const found = badges.find((one) => one.slug === slug);
    return found ? editionIn(found.version.editions, locale).name : slug;
  };
  return (
    <>
      <h1>{t("desk.title")}</h1>
      <p>{t("desk.intro")}</p>
      {waiting.length === 0 && <Empty text={t("desk.none")} />}
      <ol className="cards">
        {waiting.map((award) => (
          <Waiting key={award.id} award={award} locale={locale} t={t} nameOf={nameOf} />
        ))}
      </ol>
      {given.length > 0 && (
        <section>
          <h2>{t("desk.given")}</h2>
          <p>{t("desk.givenHint")}</p>
          <ul className="list">
            {given.map(({ credentialId, learner, badge, spaceName, acceptedAt }) => (
              <li key={credentialId}>
                <a href={`/${locale}/badges/awarded/${credentialId}`}>
                  <bdi>{learner}</bdi> – <BadgeName badge={badge} locale={locale} />
                </a>
                <p className="fact">
                  <bdi>{spaceName}</bdi>
                  {acceptedAt && ` · ${formatDateTime(locale, acceptedAt, NETWORK_ZONE)}`}
                </p>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h2>{t("desk.award")}</h2>
        <p>{t("desk.awardHint")}</p>
        <ActionForm
          action={awardByCardAction}
          submit={t("desk.awardThem")}
          working={t("desk.working")}
          values={{ locale }}
        >
          <SelectField
            label={t("desk.space")}
            name="space"
            options={(await spacesWhere(ctx, "badge.award")).map(({ slug, name }) => ({
              value: slug,
              label: name,
            }))}
          />
          <SelectField
            label={t("desk.badge")}
            name="badge"
            options={badges
              .filter(({ state }) => state !== "retired")
              .map(({ slug }) => ({ value: slug, label: nameOf(slug) }))}
          />
          <TextField
            label={t("desk.card")}
            name="card"
            autoComplete="off"
            maxLength={200}
            required
          />
          <TextArea label={t("desk.statement")} name="statement" maxLength={2000} />
        </ActionForm>
      </section>
    </>
  );
}

/** In the language of the reader, or in one that there is, marked as such. */
function BadgeName({ badge, locale }: Pick<WaitingProps["award"], "badge"> & { locale: Locale }) {
  const { name, lang } = editionIn(badge.version.editions, locale);
  return <span lang={lang}>{name}</span>;
}

type WaitingProps = {
  award: WaitingAward;
  locale: Locale;
  t: Translate;
  nameOf: (slug: string) => string;
};

function Waiting({ award, locale, t, nameOf }: WaitingProps) {
  const {
    id,
    learner,
    state,
    badge,
    spaceName,
    statement,
    rules,
    reviews,
    reviewsAsked,
    revision,
  } = award;
  const isWaitingForYes = state === "accepted";
  const submitWord = { approve: "approve", ask_changes: "askChanges", refuse: "refuse" } as const;
  return (
    <li className="card">
      <div>
        <h2>
          {t(isWaitingForYes ? "desk.waits" : "desk.asked", { name: learner })}
          {"\u00a0– "}
          <BadgeName badge={badge} locale={locale} />
        </h2>
        <p className="fact">
          <bdi>{spaceName}</bdi> · {formatDateTime(locale, award.createdAt, NETWORK_ZONE)}
        </p>
        {statement && (
          <blockquote>
            <bdi>{statement}</bdi>
          </blockquote>
        )}
        {award.appeal && (
          <>
            <p>
              <b>{t("desk.appeal")}</b> {award.note && t("desk.refusedWith", { note: award.note })}
            </p>
            <blockquote>
              <bdi>{award.appeal}</bdi>
            </blockquote>
          </>
        )}
        <ul className="list">
          {rules.map(({ rule, isMet }) => {
            const text = ruleText(rule, locale, nameOf);
            return (
              <li key={text}>
                {rule.kind !== "mentor" && !isWaitingForYes && (
                  <b>{labelled(locale, t(isMet ? "desk.met" : "desk.unmet"), "")}</b>
                )}
                {text}
              </li>
            );
          })}
        </ul>
        {award.reviewsEndAt && !isWaitingForYes && (
          <p className="fact">
            {t("desk.reviews", { answered: reviews.length, asked: reviewsAsked })}{" "}
            {award.isReady
              ? t("desk.yours")
              : t("desk.until", { when: formatDateTime(locale, award.reviewsEndAt, NETWORK_ZONE) })}
          </p>
        )}
        {reviews.map(({ level, comment }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: answers have no name of their own, and keep their order.
          <p key={at}>
            <span className="first-capital">{t(`levels.${level}`)}</span>
            {COLON[locale]}
            <bdi>{comment}</bdi>
          </p>
        ))}
        {(award.isOwn || award.isForAnother) && (
          <p>{t(award.isOwn ? "desk.own" : "desk.forAnother")}</p>
        )}
        {!award.isOwn && isWaitingForYes && (
          <>
            <p className="fact">{t("desk.paperHint")}</p>
            <ActionForm
              action={acceptOnPaperAction}
              submit={t("desk.paper")}
              working={t("desk.working")}
              values={{ locale, id }}
              quiet
            />
          </>
        )}
        {!award.isOwn && !award.isForAnother && !isWaitingForYes && (
          <ActionForm
            action={decideOnRequestAction}
            submit={t("desk.send")}
            working={t("desk.working")}
            values={{ locale, id, revision: String(revision) }}
          >
            <RadioGroup
              legend={t("desk.decide")}
              name="what"
              chosen="approve"
              options={optionsOf(DECISIONS, (value) => t(`desk.${submitWord[value]}`))}
            />
            <TextArea
              label={t("desk.note")}
              hint={t("desk.noteHint")}
              name="note"
              maxLength={600}
            />
          </ActionForm>
        )}
      </div>
    </li>
  );
}
