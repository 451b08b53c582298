import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache, Fragment } from "react";
import { townIn } from "#components/map/towns.ts";
import { VariantView } from "#components/prototypes/variant-view.tsx";
import { DataTable } from "#components/research/data-table.tsx";
import { SharedWords } from "#components/site/shared-words.tsx";
import { Region } from "#components/spaces/region.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Crumb } from "#components/ui/crumb.tsx";
import { Facts } from "#components/ui/facts.tsx";
import { SelectField } from "#components/ui/field.tsx";
import { PrintButton } from "#components/ui/print-button.tsx";
import { needValue } from "#lib/booking/search/input.ts";
import { formatDate, formatDay, formatNumber } from "#lib/foundation/i18n/format.ts";
import { languageName } from "#lib/foundation/i18n/language-name.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { titleIn } from "#lib/foundation/i18n/title.ts";
import { type Translate, translator } from "#lib/foundation/i18n/translator.ts";
import { can } from "#lib/foundation/identity/permission/policy.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";
import { findLayout } from "#lib/places/spaces/layouts.ts";
import { findPracticeById } from "#lib/practice/practices/queries.ts";
import { editionFor } from "#lib/practice/practices/versions.ts";
import { linkStudyAction } from "#lib/practice/prototypes/actions.ts";
import { studyChoices } from "#lib/practice/prototypes/choices.ts";
import { clearanceFaults } from "#lib/practice/prototypes/clearance.ts";
import type { ObjectKind } from "#lib/practice/prototypes/floor-plan.ts";
import { findPrototype, type Prototype, studyOf } from "#lib/practice/prototypes/queries.ts";
import type { Variant } from "#lib/practice/prototypes/schema.ts";
import { titleFrom } from "../../title-from.ts";

type Props = { params: Promise<{ locale: string; slug: string }> };

const prototypeOf = cache(async (slug: string) => findPrototype(await requestContext(), slug));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, slug } = await params;
  const prototype = await prototypeOf(slug);
  if (!prototype) return {};
  const list = translator(localeOf(locale), "prototypes")("title");
  return { ...titleFrom(prototype.title, list), description: prototype.hypothesis };
}

/**
 * What a space tries out: what it expects, how the room is set up, what was seen, and what becomes
 * of it.
 */
export default async function PrototypePage({ params }: Props) {
  const { locale: segment, slug } = await params;
  const locale = localeOf(segment);
  const prototype = await prototypeOf(slug);
  if (!prototype) notFound();
  const t = translator(locale, "prototypes");
  const { title, hypothesis, setting, language, space, state, verdict, variants } = prototype;
  const { actor } = await requestContext();
  return (
    <>
      <SharedWords
        locale={locale}
        path={`/prototypes/${slug}`}
        title={title}
        description={hypothesis}
        data={null}
      />
      <Crumb href={`/${locale}/prototypes`}>{t("all")}</Crumb>
      <p className="row">
        <Region
          city={townIn(locale, space.city)}
          region={space.region}
          name={translator(locale, "spaces")(`regions.${space.region}`)}
        />
        <span className="fact">
          {[t(`states.${state}`), ...(verdict ? [t(`verdicts.${verdict}`)] : [])].join(" · ")}
        </span>
      </p>
      <h1 lang={language}>{title}</h1>
      {language !== locale && (
        <p className="fact">{t("writtenIn", { language: languageName(locale, language) })}</p>
      )}
      <div className="row">
        <PrintButton label={t("print")} />
        {can(actor, "prototype.write", { spaceId: prototype.spaceId }) && (
          <a className="button quiet unprinted" href={`/${locale}/desk/prototypes/${slug}`}>
            {t("change")}
          </a>
        )}
      </div>
      <div className="prototype-words">
        <h2>{t("parts.hypothesis")}</h2>
        <p lang={language}>{hypothesis}</p>
        {verdict && (
          <>
            <h2>{t("parts.verdict")}</h2>
            <p>
              <b>{t(`verdicts.${verdict}`)}</b>
            </p>
            <p lang={language}>{prototype.verdictWords}</p>
          </>
        )}
        <h2>{t("parts.setting")}</h2>
        <p lang={language}>{setting}</p>
      </div>
      <h2>{t(variants.length > 1 ? "parts.beside" : "parts.variants")}</h2>
      <div className="variants">
        {variants.map((variant) => (
          <VariantView
            key={variant.id}
            variant={variant}
            language={language}
            locale={locale}
            t={t}
          />
        ))}
      </div>
      {variants.length > 1 && <Compared prototype={prototype} locale={locale} t={t} />}
      <div className="prototype-words">
        <Observations prototype={prototype} locale={locale} t={t} />
        <GoodToKnow prototype={prototype} locale={locale} t={t} />
        {can(actor, "prototype.study", { spaceId: prototype.spaceId }) && (
          <Study prototype={prototype} locale={locale} t={t} />
        )}
      </div>
    </>
  );
}

type Shown = { prototype: Prototype; locale: Locale; t: Translate };

/** The variants as figures, in the order in which they are drawn. */
function Compared({ prototype: { variants, observations }, locale, t }: Shown) {
  const counted = (kind: ObjectKind) =>
    variants.map(({ plan }) =>
      String(plan.objects.filter((object) => object.kind === kind).length),
    );
  const metres = (cm: number) => formatNumber(locale, cm / 100);
  const passes = ({ plan }: Variant) => {
    const count = clearanceFaults(plan).length;
    return count === 0 ? t("compare.fits") : t("wheelchair.faults", { count });
  };
  return (
    <div className="declaration">
      <DataTable
        caption={t("parts.compare")}
        columns={[t("compare.what"), ...variants.map(({ names }) => titleIn(names, locale).text)]}
        rows={[
          [
            t("compare.area"),
            ...variants.map(({ plan }) =>
              t("plan.size", { width: metres(plan.width), depth: metres(plan.depth) }),
            ),
          ],
          [t("compare.tables"), ...counted("table")],
          [t("compare.seats"), ...counted("seat")],
          [t("compare.screens"), ...counted("screen")],
          [t("compare.sockets"), ...counted("socket")],
          [t("compare.wheelchair"), ...variants.map(passes)],
          [
            t("compare.seen"),
            ...variants.map(({ id }) =>
              String(observations.filter(({ variantId }) => variantId === id).length),
            ),
          ],
        ]}
      />
    </div>
  );
}

function Observations({ prototype: { observations, variants }, locale, t }: Shown) {
  const nameOf = new Map(variants.map(({ id, names }) => [id, titleIn(names, locale).text]));
  return (
    <>
      <h2>{t("parts.observations")}</h2>
      {observations.length === 0 && <p>{t("noneSeen")}</p>}
      {observations.map(({ id, seenOn, variantId, language, words }) => (
        <Fragment key={id}>
          <p className="fact">
            <time dateTime={seenOn}>{formatDay(locale, Temporal.PlainDate.from(seenOn))}</time>
            {variantId !== null && nameOf.has(variantId) && (
              <> · {t("inVariant", { variant: nameOf.get(variantId) ?? "" })}</>
            )}
          </p>
          <blockquote lang={language} dir="auto">
            {words}
          </blockquote>
        </Fragment>
      ))}
    </>
  );
}

/** The first screen of a booking, with the place, the equipment and the set-up chosen. */
function kitAddress(space: string, kit: Prototype["kit"], layout: string | null): URLSearchParams {
  const query = new URLSearchParams({ people: "1", hours: "2", space });
  if (layout) query.set("layout", layout);
  for (const { kind, quantity } of kit) query.append("need", needValue(kind, { [kind]: quantity }));
  return query;
}

/** Researchers and whoever decides name the study that looked at it. */
async function Study({ prototype: { slug, releaseId }, locale, t }: Shown) {
  const studies = await studyChoices({ ...(await requestContext()), locale });
  return (
    <details className="unprinted">
      <summary>{t("desk.studyTitle")}</summary>
      <ActionForm
        action={linkStudyAction}
        submit={t("desk.study")}
        working={t("desk.working")}
        values={{ locale, slug }}
        quiet
      >
        <SelectField
          label={t("desk.studyTitle")}
          name="release"
          defaultValue={releaseId ?? ""}
          options={[{ value: "", label: t("desk.noStudy") }, ...studies]}
        />
      </ActionForm>
    </details>
  );
}

async function GoodToKnow({ prototype, locale, t }: Shown) {
  const { space, roomName, startsOn, endsOn, kit, practiceId, releaseId } = prototype;
  const ctx = await requestContext();
  const practice = practiceId === null ? null : await findPracticeById(ctx, practiceId);
  const study = await studyOf(ctx, releaseId);
  const kept = prototype.variants.find(({ isKept }) => isKept);
  const layout = kept?.layoutId ? await findLayout(ctx, kept.layoutId) : null;
  const setUp = layout && !layout.isRetired ? layout : null;
  const book = `/${locale}/book?${kitAddress(space.slug, kit, setUp?.id ?? null)}`;
  const day = (text: string) => formatDay(locale, Temporal.PlainDate.from(text));
  const facts = [
    { name: t("facts.place"), value: <a href={`/${locale}/spaces/${space.slug}`}>{space.name}</a> },
    ...(roomName === null ? [] : [{ name: t("facts.room"), value: <bdi>{roomName}</bdi> }]),
    ...(startsOn === null
      ? []
      : [
          {
            name: t("facts.period"),
            value:
              endsOn === null
                ? t("facts.from", { from: day(startsOn) })
                : t("facts.between", { from: day(startsOn), to: day(endsOn) }),
          },
        ]),
    ...(practice
      ? [
          {
            name: t("facts.practice"),
            value: (
              <a href={`/${locale}/practices/${practice.slug}`}>
                {editionFor(practice.version, locale).shown.title}
              </a>
            ),
          },
        ]
      : []),
    ...(study === null
      ? []
      : [
          {
            name: t("facts.study"),
            value: `${translator(locale, "research")(`datasets.${study.dataset}`)}, ${t("facts.studyOn", { day: formatDate(locale, study.madeAt, NETWORK_ZONE) })}`,
          },
        ]),
    ...(kit.length === 0
      ? []
      : [
          {
            name: t("parts.kit"),
            value: (
              <>
                {kit
                  .map(({ kind, quantity }) =>
                    t("pieces_of", { count: quantity, thing: t(`things.${kind}`) }),
                  )
                  .join(", ")}{" "}
                {!setUp && (
                  <a className="unprinted" href={book}>
                    {t("bookKit")}
                  </a>
                )}
              </>
            ),
          },
        ]),
  ];
  return (
    <>
      <h2>{t("parts.facts")}</h2>
      <Facts facts={facts} />
      {setUp && (
        <p className="unprinted">
          <a className="button" href={book}>
            {t(kit.length > 0 ? "bookSetUpWithKit" : "bookSetUp", {
              layout: titleIn(setUp.names, locale).text,
            })}
          </a>
        </p>
      )}
    </>
  );
}
