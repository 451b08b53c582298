import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Does } from "#components/actors/actor-list.tsx";
import { ActorMap } from "#components/actors/actor-map.tsx";
import { areaOf, viewOf } from "#components/map/layout.ts";
import { townIn } from "#components/map/towns.ts";
import { SaidToVisitor } from "#components/site/said-to-visitor.tsx";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import "#components/actors/actors.css";
import { Crumb } from "#components/ui/crumb.tsx";
import { Facts } from "#components/ui/facts.tsx";
import { formatDay } from "#lib/foundation/i18n/format.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { sourceName } from "#lib/foundation/i18n/source-name.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { findActor } from "#lib/places/actors/queries.ts";
import { contactOf } from "#lib/places/partners/contact.ts";
import { TakingPart } from "./taking-part.tsx";
import { WriteTo } from "./write-to.tsx";

type Props = {
  params: Promise<{ locale: string; slug: string }>;
  searchParams: Promise<PageQuery>;
};

const ZOOM = 11;

export async function generateMetadata({ params }: Pick<Props, "params">): Promise<Metadata> {
  const actor = await findActor(await requestContext(), (await params).slug);
  return actor ? { title: actor.name } : {};
}

/** One organisation or group: what it does, where, and who says so. */
export default async function ActorPage({ params, searchParams }: Props) {
  const { locale: segment, slug } = await params;
  const locale = localeOf(segment);
  const ctx = await requestContext();
  const actor = await findActor(ctx, slug);
  if (!actor) notFound();
  const contact = await contactOf(ctx, actor.id);
  const t = translator(locale, "actors");
  const region = translator(locale, "spaces")(`regions.${actor.region}`);
  return (
    <>
      <Crumb href={`/${locale}/community`}>{t("back")}</Crumb>
      <h1>{actor.name}</h1>
      {ctx.actor.kind === "visitor" && (
        <SaidToVisitor
          locale={locale}
          said={(await searchParams).said}
          among={["letterSent", "letterToConfirm"]}
        />
      )}
      {actor.isInvented && (
        <p>
          <span className="made-up">{t("invented")}</span> {t("inventedHint")}
        </p>
      )}
      <div className="actor-page">
        <div>
          <Does does={actor.does} locale={locale} t={t} />
          <Facts
            facts={[
              { name: t("kind"), value: t(`kinds.${actor.kind}`) },
              { name: t("where"), value: `${townIn(locale, actor.city)}, ${region}` },
              {
                name: t("field"),
                value: actor.fields.map((field) => t(`fields.${field}`)).join(", "),
              },
              {
                name: t("language"),
                value: actor.languages.map((one) => t(`languages.${one}`)).join(", "),
              },
              { name: t("activity"), value: t(`activities.${actor.activity}`) },
              ...(actor.website
                ? [
                    {
                      name: t("website"),
                      value: (
                        <a href={actor.website} rel="noopener nofollow">
                          {new URL(actor.website).host}
                        </a>
                      ),
                    },
                  ]
                : []),
              {
                name: t("source"),
                value: (
                  <span className="first-capital">
                    <cite>{sourceName(locale, actor.source)}</cite>
                    {`. ${t("on", { day: formatDay(locale, Temporal.PlainDate.from(actor.factsOn)) })}.`}
                  </span>
                ),
              },
            ]}
          />
          <p className="fact">{t(`precision.${actor.precision}`)}</p>
          {actor.organisationId && (
            <TakingPart
              ctx={ctx}
              locale={locale}
              organisationId={actor.organisationId}
              domain={contact?.domain ?? null}
            />
          )}
        </div>
        <ActorMap
          locale={locale}
          spots={[actor]}
          view={viewOf(areaOf([actor]), ZOOM)}
          hrefOfArea={() => `/${locale}/community`}
        />
      </div>
      {contact && <WriteTo ctx={ctx} locale={locale} actor={actor} />}
    </>
  );
}
