import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache, Fragment } from "react";
import { Figures } from "#components/badges/figures.tsx";
import { RecognisedBy } from "#components/badges/recognised-by.tsx";
import { namesIn, RuleList } from "#components/badges/rules.tsx";
import { Seal } from "#components/badges/seal.tsx";
import { firstOf, type PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import "#components/badges/badges.css";
import { DataTable } from "#components/research/data-table.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Crumb } from "#components/ui/crumb.tsx";
import { SelectField, TextArea } from "#components/ui/field.tsx";
import { badgeFigures } from "#lib/evidence/research/badge-figures.ts";
import { formatDay } from "#lib/foundation/i18n/format.ts";
import { LOCALE_NAMES, LOCALES, type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { type Translate, translator } from "#lib/foundation/i18n/translator.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";
import { applyForBadgeAction } from "#lib/learning/badges/awards/actions.ts";
import { ownWayTo } from "#lib/learning/badges/awards/queries.ts";
import { spacesToAsk } from "#lib/learning/badges/awards/spaces-to-ask.ts";
import { coursesFor } from "#lib/learning/badges/benchmark/queries.ts";
import { listBadges } from "#lib/learning/badges/classes/queries.ts";
import { type BadgeClass, editionIn } from "#lib/learning/badges/classes/rules.ts";
import { labelIn, spokenCode } from "#lib/learning/badges/competences/rules.ts";
import { recognitionOfClass } from "#lib/learning/badges/endorsements/queries.ts";
import { titleFrom } from "../../title-from.ts";
import { recognisersOf } from "../recognisers.ts";

type Props = {
  params: Promise<{ locale: string; slug: string }>;
  searchParams: Promise<PageQuery>;
};

const badgesOf = cache(async () => listBadges(await requestContext()));

export async function generateMetadata({ params }: Pick<Props, "params">): Promise<Metadata> {
  const { locale, slug } = await params;
  const badge = (await badgesOf()).find((one) => one.slug === slug);
  if (!badge) return {};
  const { name } = editionIn(badge.version.editions, localeOf(locale));
  return titleFrom(name, translator(localeOf(locale), "badges")("title"));
}

/** A badge in plain words: what whoever has it can do, how it is earned, and what it is tied to. */
export default async function BadgePage({ params, searchParams }: Props) {
  const { locale: segment, slug } = await params;
  const locale = localeOf(segment);
  const badges = await badgesOf();
  const badge = badges.find((one) => one.slug === slug);
  if (!badge) notFound();
  // The code at a session says at which space it is.
  const at = firstOf((await searchParams).at);

  const t = translator(locale, "badges");
  const { version, state } = badge;
  const edition = editionIn(version.editions, locale);
  const nameOf = namesIn(badges, locale);
  const isRetired = state === "retired";
  return (
    <>
      <Crumb href={`/${locale}/badges`}>{t("one.back")}</Crumb>
      <div className="badge-side">
        <div>
          <div className="badge-head">
            <Seal icon={version.icon} colour={version.colour} isGrey={isRetired} />
            <div>
              <p className="fact">
                {t("one.kind")}
                {state !== "active" && ` · ${t(`states.${state}`)}`}
                {edition.isMissing && ` · ${t("missing")}`}
              </p>
              <h1 lang={edition.lang}>{edition.name}</h1>
              <p className="lead" lang={edition.lang}>
                {edition.description}
              </p>
            </div>
          </div>
          {isRetired && <Retired badge={badge} badges={badges} locale={locale} t={t} />}
          <section>
            <h2>{t(isRetired ? "one.wasHow" : "one.how")}</h2>
            <p lang={edition.lang}>{edition.criteria}</p>
            <h3>{t("one.rules")}</h3>
            <RuleList rules={version.rules} locale={locale} nameOf={nameOf} />
          </section>
        </div>
        <aside>
          {!isRetired && <Apply badge={badge} at={at} locale={locale} t={t} />}
          {!isRetired && <Where badge={badge} locale={locale} t={t} />}
          <Recognised badge={badge} locale={locale} />
          <div className="card">
            <p>
              {version.validMonths === null
                ? t("one.lasts")
                : t("one.ends", { months: version.validMonths })}
            </p>
            <p className="fact">
              {t("one.version", { number: version.number })} ·{" "}
              {LOCALES.filter((one) => version.editions[one]).map((one, at) => (
                <Fragment key={one}>
                  {at > 0 && ", "}
                  <span lang={one}>{LOCALE_NAMES[one]}</span>
                </Fragment>
              ))}
            </p>
            {!isRetired && (
              <p>
                <a href={`/${locale}/badges/${slug}/kit`}>{t("kit.title")}</a>
              </p>
            )}
          </div>
        </aside>
        <div>
          <Tied badge={badge} locale={locale} t={t} />
          <Figures locale={locale} {...(await badgeFigures(await requestContext(), badge.id))} />
        </div>
      </div>
    </>
  );
}

/** Since when it is given no more, what that means for whoever has it, and what took its place. */
function Retired({
  badge: { retiredAt, followedBy },
  badges,
  locale,
  t,
}: TiedProps & { badges: BadgeClass[] }) {
  const next = badges.find(({ slug }) => slug === followedBy);
  const { name, lang } = editionIn(next?.version.editions ?? {}, locale);
  return (
    <section>
      {retiredAt && (
        <p className="status">
          {t("one.retiredSince", {
            day: formatDay(locale, retiredAt.toZonedDateTimeISO(NETWORK_ZONE).toPlainDate()),
          })}{" "}
          {t("one.kept")} {t("one.onTheWay")}
        </p>
      )}
      {next && (
        <p>
          {t("one.after")}{" "}
          <a href={`/${locale}/badges/${next.slug}`} lang={lang}>
            {name}
          </a>
        </p>
      )}
    </section>
  );
}

/** The sessions of the network, and courses of others for the same competences. */
async function Where({ badge, locale, t }: TiedProps) {
  const topic = badge.version.rules.find((rule) => rule.kind === "attendance")?.topic;
  const courses = await coursesFor(await requestContext(), badge.version.competences);
  return (
    <div className="card">
      <h2>{t("one.where")}</h2>
      <p>{t("one.everywhere")}</p>
      <p>
        <a className="button quiet" href={`/${locale}/sessions${topic ? `?topic=${topic}` : ""}`}>
          {t("one.sessions")}
        </a>
      </p>
      {courses.length > 0 && (
        <>
          <h3>{t("one.courses")}</h3>
          <ul className="list">
            {courses.slice(0, MOST_COURSES).map(({ id, name, issuer, languages }) => (
              <li key={id}>
                <a
                  href={`/${locale}/badges/benchmark/${id}`}
                  lang={languages.length === 1 ? languages[0] : undefined}
                >
                  {name}
                </a>{" "}
                <span className="fact">{issuer}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

const MOST_COURSES = 4;

/**
 * A visitor signs in first; who has it, or is on the way to it, reads how far they are. Who asks chooses the place, and says what they did where the badge asks
 * for it.
 */
async function Apply({ badge, at, locale, t }: TiedProps & { at: string }) {
  const ctx = await requestContext();
  const here = `/${locale}/badges/${badge.slug}${at ? `?${new URLSearchParams({ at })}` : ""}`;
  if (ctx.actor.kind === "visitor")
    return (
      <div className="card">
        <p>
          <a className="button" href={`/${locale}/sign-in?next=${encodeURIComponent(here)}`}>
            {t("apply.signIn")}
          </a>
        </p>
      </div>
    );
  const way = await ownWayTo(ctx, badge.id);
  if (way)
    return (
      <div className="card">
        <h2>{t("apply.yours")}</h2>
        <p className="status">{t(`me.states.${way.state}`)}</p>
        <p>
          {way.credentialId ? (
            <a className="button" href={`/${locale}/badges/awarded/${way.credentialId}`}>
              {t("me.open")}
            </a>
          ) : (
            <a className="button" href={`/${locale}/me/badges`}>
              {t("apply.mine")}
            </a>
          )}
        </p>
      </div>
    );
  const { own, others } = await spacesToAsk(ctx);
  const spaces = [...own, ...others];
  const known = spaces.find((space) => space.slug === at) ?? own[0];
  const asksWords = badge.version.rules.some(({ kind }) => kind === "evidence" || kind === "peers");
  return (
    <div className="card">
      <h2>{t("apply.title")}</h2>
      <ActionForm
        action={applyForBadgeAction}
        submit={t("apply.send")}
        working={t("apply.working")}
        values={{ locale, badge: badge.slug }}
      >
        <SelectField
          label={t("apply.space")}
          {...(own.length > 0 && { hint: t("apply.yoursFirst") })}
          name="space"
          defaultValue={known?.slug ?? ""}
          options={[
            ...(known ? [] : [{ value: "", label: t("apply.choose") }]),
            ...spaces.map(({ slug, name }) => ({ value: slug, label: name })),
          ]}
          required
        />
        {asksWords && (
          <TextArea
            label={t("apply.statement")}
            hint={t("apply.statementHint")}
            name="statement"
            maxLength={2000}
            required
          />
        )}
      </ActionForm>
      <p>
        <a href={`/${locale}/me/badges`}>{t("apply.mine")}</a>
      </p>
    </div>
  );
}

/** Who signed for it, the same on every page of the badge. */
async function Recognised({ badge, locale }: Pick<TiedProps, "badge" | "locale">) {
  const t = translator(locale, "endorsements");
  const list = await recognitionOfClass(await requestContext(), badge.id);
  return (
    <div className="card">
      <h2>{t("by.title")}</h2>
      <RecognisedBy
        locale={locale}
        list={recognisersOf(list, locale, { versionId: badge.version.id })}
      />
      <p>
        <a href={`/${locale}/badges/recognition`}>{t("by.all")}</a>
      </p>
    </div>
  );
}

type TiedProps = { badge: BadgeClass; locale: Locale; t: Translate };

/** The points of our maps that it stands for, and what these are in frameworks of others. */
function Tied({ badge, locale, t }: TiedProps) {
  const rows = badge.version.competences.flatMap((competence) => {
    const { frameworkNames, code, labels, level, aligned } = competence;
    const row = (
      names: typeof frameworkNames,
      said: string,
      what: typeof labels,
      at: number | null,
    ) => {
      const name = labelIn(names, locale);
      const label = labelIn(what, locale);
      const spoken = spokenCode(said);
      return [
        <span key="name" lang={name.lang}>
          {name.text}
        </span>,
        <span key="label" lang={label.lang}>
          {spoken ? `${spoken} ` : ""}
          {label.text}
          {label.isMissing ? ` (${LOCALE_NAMES[label.lang]})` : ""}
        </span>,
        at === null ? "" : String(at),
      ];
    };
    return [
      row(frameworkNames, code, labels, level),
      ...aligned.map((other) => row(other.frameworkNames, other.code, other.labels, null)),
    ];
  });
  const hasLevels = rows.some((row) => row[2] !== "");
  const columns = [t("one.framework"), t("one.skill"), ...(hasLevels ? [t("one.level")] : [])];
  const maps = new Map(
    badge.version.competences.map(({ framework, frameworkNames }) => [framework, frameworkNames]),
  );
  return (
    <section>
      <h2>{t("one.tied")}</h2>
      <div className="declaration">
        <DataTable
          caption={t("one.tied")}
          columns={columns}
          rows={rows.map((row) => row.slice(0, columns.length))}
        />
      </div>
      {[...maps].map(([slug, names]) => (
        <p key={slug}>
          <a href={`/${locale}/badges/maps/${slug}`}>
            {t("one.map", { name: labelIn(names, locale).text })}
          </a>
        </p>
      ))}
    </section>
  );
}
