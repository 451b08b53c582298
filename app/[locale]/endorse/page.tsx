import type { Metadata } from "next";
import { namesIn, ruleText } from "#components/badges/rules.tsx";
import { Seal } from "#components/badges/seal.tsx";
import { COLON, labelled } from "#lib/foundation/i18n/colon.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import "#components/badges/badges.css";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { CheckboxGroup, TextArea, TextField, Tick } from "#components/ui/field.tsx";
import { optionsOf } from "#components/ui/options.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { type Translate, translator } from "#lib/foundation/i18n/translator.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { orNothing } from "#lib/foundation/platform/errors/errors.ts";
import { listBadges } from "#lib/learning/badges/classes/queries.ts";
import { type BadgeClass, editionIn } from "#lib/learning/badges/classes/rules.ts";
import { labelIn, spokenCode } from "#lib/learning/badges/competences/rules.ts";
import { recogniseAction, refuseAction } from "#lib/learning/badges/endorsements/actions.ts";
import { type Asked, askedOf } from "#lib/learning/badges/endorsements/queries.ts";
import {
  MOST_COMMENT,
  MOST_REASON,
  SCOPES,
  way,
} from "#lib/learning/badges/endorsements/schema.ts";
import { dayIn } from "#lib/learning/badges/verification/words.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const title = translator(localeOf((await params).locale), "endorsements")("answer.title");
  return { title, robots: { index: false, follow: false } };
}

/**
 * What an organisation is asked, by the link of its mail or on the page of a partner: what the
 * badge says, then yes or no.
 */
export default async function EndorsePage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const t = translator(locale, "endorsements");
  const { token, request } = await searchParams;
  const given = way.safeParse({ token, request });
  const ctx = await requestContext();
  const asked = given.success ? await orNothing(askedOf(ctx, given.data)) : null;
  if (asked?.state !== "open" || !given.success)
    return <Ended locale={locale} state={asked?.state} />;
  const values = { locale, token: given.data.token, request: given.data.request };
  return (
    <div className="narrow answer-sides">
      <Request asked={asked} locale={locale} />
      <section className="card">
        <About
          asked={asked}
          nameOf={namesIn(asked.badge ? await listBadges(ctx) : [], locale)}
          locale={locale}
          t={t}
        />
      </section>
      <section className="card">
        <h2>{t("answer.yes")}</h2>
        <p>{t("answer.proves", { domain: asked.domain })}</p>
        <ActionForm
          action={recogniseAction}
          submit={t(asked.own ? "answer.signOwn" : "answer.sign")}
          working={t("answer.working")}
          values={values}
        >
          <EndorsementFields t={t} isOwn={asked.own !== null} />
        </ActionForm>
      </section>
      <section className="card">
        <h2>{t("answer.no")}</h2>
        <ActionForm
          action={refuseAction}
          submit={t("answer.refuse")}
          working={t("answer.working")}
          values={values}
          quiet
        >
          <TextArea
            label={t("answer.reason")}
            hint={t("answer.reasonHint")}
            name="reason"
            maxLength={MOST_REASON}
            required
          />
        </ActionForm>
        <p className="fact">
          {t("answer.until", { day: dayIn(locale, asked.expiresAt.toString()) })}
        </p>
      </section>
    </div>
  );
}

/** Where nothing is asked any more: it was answered, its days are over, or the link is none. */
function Ended({ locale, state }: { locale: Locale; state: Asked["state"] | undefined }) {
  const t = translator(locale, "endorsements");
  const isAnswered = state === "accepted" || state === "refused";
  return (
    <div className="narrow">
      <h1>{t(isAnswered ? "answered" : "answer.ended")}</h1>
      <Empty text={t("answer.endedHint")}>
        <a href={`/${locale}/badges/recognition`}>{t("done.see")}</a>
      </Empty>
    </div>
  );
}

/** Who asks, for whom, and in their own words. */
function Request({ asked, locale }: { asked: Asked; locale: Locale }) {
  const t = translator(locale, "endorsements");
  const { badge, own, organisation, space, region, message } = asked;
  return (
    <div>
      <h1>{t(badge || own ? "answer.title" : "answer.titleIssuer")}</h1>
      <p className="lead">{t("answer.intro", { organisation })}</p>
      <p>
        {space ? t("answer.for", { space: space.name }) : t("answer.learner")}{" "}
        {space && space.region !== region && t("answer.across")}
      </p>
      {message && (
        <>
          <p>{labelled(locale, t("answer.says"), "")}</p>
          <blockquote>
            <bdi>{message}</bdi>
          </blockquote>
        </>
      )}
    </div>
  );
}

/** What is said of the badge, what it opens, and who signs for the organisation. */
function EndorsementFields({ t, isOwn }: { t: Translate; isOwn: boolean }) {
  return (
    <>
      <TextArea
        label={t("answer.comment")}
        {...(isOwn ? {} : { hint: t("answer.commentHint") })}
        name="comment"
        maxLength={MOST_COMMENT}
        rows={4}
        required
      />
      <CheckboxGroup
        legend={t("answer.scopes")}
        name="scopes"
        chosen={[]}
        options={optionsOf(SCOPES, (scope) => t(`scopes.${scope}`))}
      />
      <TextField
        label={t("answer.hours")}
        hint={t("answer.hoursHint")}
        name="hours"
        inputMode="numeric"
        autoComplete="off"
        maxLength={4}
      />
      <TextField
        label={t("answer.name")}
        hint={t("answer.nameHint")}
        name="signerName"
        autoComplete="name"
        maxLength={120}
        required
      />
      <TextField
        label={t("answer.role")}
        name="signerRole"
        autoComplete="organization-title"
        maxLength={120}
        required
      />
      <Tick label={t("answer.mandate")} name="mandate" value="on" defaultChecked={false} />
    </>
  );
}

type Names = ReturnType<typeof namesIn>;
type AboutProps = { asked: Asked; nameOf: Names; locale: Locale; t: Translate };

function About({ asked, nameOf, locale, t }: AboutProps) {
  const { badge, own, named } = asked;
  if (badge) return <AboutClass badge={badge} nameOf={nameOf} locale={locale} t={t} />;
  if (!own)
    return (
      <>
        <h2>{named.name}</h2>
        <p>{translator(locale, "common")("describe.network")}</p>
        <p>
          <a href={`/${locale}/badges`}>{t("partner.badges")}</a>
        </p>
      </>
    );
  const lang = own.language ?? undefined;
  return (
    <>
      <h2 lang={lang}>{own.name}</h2>
      <p lang={lang}>{own.description}</p>
      {own.awardedBy && <p className="fact">{own.awardedBy}</p>}
      {own.level && (
        <p>
          {t("answer.level")}
          {COLON[locale]}
          <span lang={lang}>{own.level}</span>
        </p>
      )}
      {own.evidence.length > 0 && (
        <>
          <h3>{t("answer.evidence")}</h3>
          <ul lang={lang}>
            {own.evidence.map(({ name, narrative }) => (
              <li key={`${name} ${narrative}`}>{[name, narrative].filter(Boolean).join(". ")}</li>
            ))}
          </ul>
        </>
      )}
      <Skills
        t={t}
        lang={lang}
        skills={own.competences.map(({ framework, code, name, level }) =>
          [[framework, code].filter(Boolean).join(" "), name, level].filter(Boolean).join(" · "),
        )}
      />
    </>
  );
}

type ClassProps = { badge: BadgeClass; nameOf: Names; locale: Locale; t: Translate };

function AboutClass({ badge, nameOf, locale, t }: ClassProps) {
  const { version, slug } = badge;
  const { name, description, criteria, lang } = editionIn(version.editions, locale);
  return (
    <>
      <Seal icon={version.icon} colour={version.colour} />
      <h2 lang={lang}>
        <a href={`/${locale}/badges/${slug}`}>{name}</a>
      </h2>
      <h3>{t("answer.can")}</h3>
      <p lang={lang}>{description}</p>
      <h3>{t("answer.how")}</h3>
      <p lang={lang}>{criteria}</p>
      <ul>
        {version.rules.map((rule) => {
          const text = ruleText(rule, locale, nameOf);
          return <li key={text}>{text}</li>;
        })}
      </ul>
      <Skills
        t={t}
        lang={undefined}
        skills={version.competences.map(({ frameworkNames, code, labels }) =>
          [labelIn(frameworkNames, locale).text, spokenCode(code), labelIn(labels, locale).text]
            .filter(Boolean)
            .join(" · "),
        )}
      />
    </>
  );
}

function Skills({ skills, lang, t }: { skills: string[]; lang: string | undefined; t: Translate }) {
  if (skills.length === 0) return null;
  return (
    <>
      <h3>{t("answer.skills")}</h3>
      <ul lang={lang}>
        {skills.map((skill) => (
          <li key={skill}>{skill}</li>
        ))}
      </ul>
    </>
  );
}
