import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { Seal } from "#components/badges/seal.tsx";
import "#components/badges/badges.css";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { RadioGroup, TextArea } from "#components/ui/field.tsx";
import { optionsOf } from "#components/ui/options.ts";
import { formatDateTime } from "#lib/foundation/i18n/format.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { type Translate, translator } from "#lib/foundation/i18n/translator.ts";
import { isByCard } from "#lib/foundation/identity/permission/policy.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";
import {
  acceptBadgeAction,
  answerReviewAction,
  appealRefusalAction,
  declineBadgeAction,
  submitAgainAction,
  withdrawRequestAction,
} from "#lib/learning/badges/awards/actions.ts";
import {
  type AskedReview,
  myAwards,
  type OwnAward,
  reviewsAskedOfMe,
} from "#lib/learning/badges/awards/queries.ts";
import { ANSWERS, type AwardState, eventsFor } from "#lib/learning/badges/awards/rules.ts";
import { editionIn } from "#lib/learning/badges/classes/rules.ts";

type Props = {
  params: Promise<{ locale: string }>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "badges")("me.title") };
}

/**
 * The learner's ways to badges: what waits for their yes first, and what they are asked to look at.
 */
export default async function MyBadgesPage({ params }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await requestContext();
  if (ctx.actor.kind === "visitor") redirect(`/${locale}/sign-in?next=/${locale}/me/badges`);
  const t = translator(locale, "badges");
  const awards = await myAwards(ctx);
  const reviews = await reviewsAskedOfMe(ctx);
  return (
    <div className="narrow">
      <h1>{t("me.title")}</h1>
      {/* A card does not open it. */}
      {!isByCard(ctx.actor) && (
        <p className="row">
          <a href={`/${locale}/me/backpack`}>{translator(locale, "backpack")("title")}</a>
        </p>
      )}
      {awards.length === 0 && (
        <Empty text={t("me.none")}>
          <a href={`/${locale}/badges`}>{t("me.see")}</a>
        </Empty>
      )}
      <ol className="cards">
        {awards.map((award) => (
          <Award key={award.id} award={award} locale={locale} t={t} />
        ))}
      </ol>
      {reviews.length > 0 && (
        <section>
          <h2>{t("me.reviews")}</h2>
          <p>{t("me.reviewsHint")}</p>
          <ol className="cards">
            {reviews.map((review) => (
              <Review key={review.id} review={review} locale={locale} t={t} />
            ))}
          </ol>
        </section>
      )}
      <p className="row">
        <a href={`/${locale}/me`}>{translator(locale, "booking")("mine.title")}</a>
      </p>
    </div>
  );
}

const STATE_COLOURS: Record<AwardState, "free" | "busy" | "shut"> = {
  draft: "busy",
  submitted: "busy",
  in_review: "busy",
  changes_asked: "busy",
  accepted: "busy",
  refused: "shut",
  issued: "free",
  declined: "shut",
};

type AwardProps = { award: OwnAward; locale: Locale; t: Translate };

function Award({ award, locale, t }: AwardProps) {
  const { id, badge, state, note, reviews, spaceName, statement } = award;
  const { name, lang } = editionIn(badge.version.editions, locale);
  const can = eventsFor("learner", state);
  const values = { locale, id };
  const working = t("apply.working");
  return (
    <li className="card">
      <Seal icon={badge.version.icon} colour={badge.version.colour} isGrey={state !== "issued"} />
      <div>
        <h2 lang={lang}>
          <a href={`/${locale}/badges/${badge.slug}`}>{name}</a>
        </h2>
        <p>
          <span className={`state ${STATE_COLOURS[state]}`}>{t(`me.states.${state}`)}</span>
        </p>
        <p className="fact">{t("me.at", { space: spaceName })}</p>
        {note && <p>{t("me.answer", { note })}</p>}
        {reviews.map(({ level, comment }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: answers have no name of their own, and keep their order.
          <p key={at}>
            {t("me.peer", { level: t(`levels.${level}`) })} <bdi>{comment}</bdi>
          </p>
        ))}
        {award.credentialId && (
          <p>
            <a className="button quiet" href={`/${locale}/badges/awarded/${award.credentialId}`}>
              {t("me.open")}
            </a>
          </p>
        )}
        {award.canEarnAgain && (
          <p>
            {t("me.over")} <a href={`/${locale}/badges/${badge.slug}`}>{t("me.earnAgain")}</a>
          </p>
        )}
        {award.canAppeal && (
          <details>
            <summary>{t("me.appeal")}</summary>
            <p>{t("me.appealHint")}</p>
            <ActionForm
              action={appealRefusalAction}
              submit={t("me.sendAppeal")}
              working={working}
              values={values}
              quiet
            >
              <TextArea label={t("me.appealWhy")} name="appeal" maxLength={600} required />
            </ActionForm>
          </details>
        )}
        {can.includes("accept") && (
          <>
            <p>
              <b>{t("me.waits")}</b> {t("me.waitsHint")}
            </p>
            <ActionForm
              action={acceptBadgeAction}
              submit={t("me.accept")}
              working={working}
              values={values}
            />
            <ActionForm
              action={declineBadgeAction}
              submit={t("me.decline")}
              working={working}
              values={values}
              quiet
            />
          </>
        )}
        {can.includes("submit_again") && (
          <ActionForm
            action={submitAgainAction}
            submit={t("me.again")}
            working={working}
            values={values}
          >
            <TextArea
              label={t("apply.statement")}
              name="statement"
              maxLength={2000}
              defaultValue={statement}
            />
          </ActionForm>
        )}
        {can.includes("withdraw") && (
          <ActionForm
            action={withdrawRequestAction}
            submit={t("me.withdraw")}
            working={working}
            values={values}
            quiet
          />
        )}
      </div>
    </li>
  );
}

function Review({ review, locale, t }: { review: AskedReview; locale: Locale; t: Translate }) {
  const { name, lang } = editionIn(review.badge.version.editions, locale);
  return (
    <li className="card">
      <div>
        <h3 lang={lang}>{name}</h3>
        <p className="fact">
          {t("me.at", { space: review.spaceName })}
          {review.until && (
            <>
              {" · "}
              {t("me.until", { when: formatDateTime(locale, review.until, NETWORK_ZONE) })}
            </>
          )}
        </p>
        <blockquote>
          <bdi>{review.statement}</bdi>
        </blockquote>
        <ActionForm
          action={answerReviewAction}
          submit={t("me.sendReview")}
          working={t("apply.working")}
          values={{ locale, id: review.id }}
        >
          <RadioGroup
            legend={t("me.level")}
            name="level"
            options={optionsOf(ANSWERS, (value) => t(`levels.${value}`))}
          />
          <TextArea
            label={t("me.comment")}
            hint={t("me.commentHint")}
            name="comment"
            maxLength={600}
          />
        </ActionForm>
      </div>
    </li>
  );
}
