import type { Metadata } from "next";
import { RegionWeb } from "#components/actors/region-web.tsx";
import { townIn } from "#components/map/towns.ts";
import { DataTable } from "#components/research/data-table.tsx";
import { SaidToVisitor } from "#components/site/said-to-visitor.tsx";
import { spacesOfLentThings } from "#lib/booking/allocation/lent.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import {
  type Recognition,
  recognitionsAskedBySpaces,
  whoRecognises,
} from "#lib/learning/badges/endorsements/queries.ts";
import { spacesOfJointSessions } from "#lib/learning/sessions/queries.ts";
import { actorCounts, actorsThatTakePart } from "#lib/places/actors/queries.ts";
import { regionsThatWorkTogether } from "#lib/places/partners/invitations.ts";
import { type Across, acrossRegions } from "#lib/places/spaces/across.ts";
import { allSpaces, spacesByName } from "#lib/places/spaces/queries.ts";
import { REGIONS } from "#lib/places/spaces/schema.ts";
import { spacesOfPractices, spacesOfTriedPractices } from "#lib/practice/practices/queries.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Pick<Props, "params">): Promise<Metadata> {
  const t = translator(localeOf((await params).locale), "actors");
  return { title: t("network.title"), description: t("network.lead") };
}

/**
 * Who takes part, region by region, and what the regions do together: numbers of things, never of
 * people.
 */
export default async function NetworkPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await requestContext();
  const t = translator(locale, "actors");
  const [shared, recognitions] = await Promise.all([sharedBetween(ctx), whoRecognises(ctx)]);
  const name = (region: string) => translator(locale, "spaces")(`regions.${region}`);
  const all = acrossRegions(Object.values(shared).flat());
  return (
    <>
      <h1>{t("network.title")}</h1>
      {ctx.actor.kind === "visitor" && (
        <SaidToVisitor
          locale={locale}
          said={(await searchParams).said}
          among={["invitationAccepted", "invitationRefused"]}
        />
      )}
      <p className="lead">{t("network.lead")}</p>
      <h2>{t("network.together")}</h2>
      <p className="fact">{t("network.togetherHint")}</p>
      {all.length === 0 ? (
        <p>{t("network.none")}</p>
      ) : (
        <div className="declaration">
          <RegionWeb
            names={Object.fromEntries(REGIONS.map((region) => [region, name(region)]))}
            pairs={all}
            label={t("network.plot")}
          />
          <DataTable
            caption={t("network.together")}
            columns={[
              t("network.region"),
              ...(["sessions", "lent", "recognised", "tried"] as const).map((column) =>
                t(`network.${column}`),
              ),
              translator(locale, "partners")("network.together"),
              t("network.total"),
            ]}
            rows={all.map(({ regions, count }) => [
              t("network.pair", { one: name(regions[0]), other: name(regions[1]) }),
              ...columnsOf(shared).map((things) => countOf(acrossRegions(things), regions)),
              count,
            ])}
          />
        </div>
      )}
      <Regions ctx={ctx} locale={locale} recognitions={recognitions} />
      <TakePart ctx={ctx} locale={locale} />
      <h2>{t("network.who")}</h2>
      {recognitions.length === 0 && <p>{t("network.nobody")}</p>}
      <ul className="lines">
        {recognisersOf(recognitions).map(({ organisation, region, badges }) => (
          <li key={`${organisation} ${region}`}>
            <span className={`region ${region}`}>
              <bdi>{organisation}</bdi> · {name(region)} · {t("network.badges", { count: badges })}
            </span>
          </li>
        ))}
      </ul>
      <h2>{t("network.more")}</h2>
      <p className="row">
        <a href={`/${locale}/community`}>{t("network.see.actors")}</a>
        <a href={`/${locale}/badges/recognition`}>{t("network.see.recognition")}</a>
        <a href={`/${locale}/practices`}>{t("network.see.practices")}</a>
        <a href={`/${locale}/embed`}>{t("network.see.embed")}</a>
      </p>
    </>
  );
}

/** The organisations of the network that have a page. */
async function TakePart({ ctx, locale }: { ctx: Context; locale: Locale }) {
  const t = translator(locale, "partners");
  const actors = await actorsThatTakePart(ctx);
  return (
    <>
      <h2>{t("network.title")}</h2>
      {actors.length === 0 && <p>{t("network.none")}</p>}
      <ul className="lines">
        {actors.map(({ slug, name, city, region }) => (
          <li key={slug}>
            <span className={`region ${region}`}>
              <a href={`/${locale}/community/${slug}`}>{name}</a> · {townIn(locale, city)}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

type RegionsProps = { ctx: Context; locale: Locale; recognitions: Recognition[] };

/** How many places, groups, practices and recognisers each region has. */
async function Regions({ ctx, locale, recognitions }: RegionsProps) {
  const t = translator(locale, "actors");
  const [spaces, actors, practices] = await Promise.all([
    allSpaces(ctx),
    actorCounts(ctx),
    spacesOfPractices(ctx),
  ]);
  const regionOf = new Map(spaces.map(({ id, region }) => [id, region]));
  return (
    <div className="declaration">
      <DataTable
        caption={t("network.regions")}
        columns={[
          t("network.region"),
          ...(["places", "actors", "practices", "recognisers"] as const).map((column) =>
            t(`network.${column}`),
          ),
        ]}
        rows={REGIONS.map((region) => [
          translator(locale, "spaces")(`regions.${region}`),
          spaces.filter((space) => space.region === region).length,
          actors.reduce((sum, one) => (one.region === region ? sum + one.count : sum), 0),
          practices.filter((id) => regionOf.get(id) === region).length,
          recognisersOf(recognitions).filter((one) => one.region === region).length,
        ])}
      />
    </div>
  );
}

type Shared = Awaited<ReturnType<typeof sharedBetween>>;

/** For each thing that spaces or organisations do together, the regions that have a part in it. */
async function sharedBetween(ctx: Context) {
  const [spaces, joint, lent, asked, tried, partners] = await Promise.all([
    spacesByName(ctx),
    spacesOfJointSessions(ctx),
    spacesOfLentThings(ctx),
    recognitionsAskedBySpaces(ctx),
    spacesOfTriedPractices(ctx),
    regionsThatWorkTogether(ctx),
  ]);
  const regionOf = new Map(spaces.map(({ id, region }) => [id, region]));
  const regionsOf = (ids: readonly string[]) => ids.flatMap((id) => regionOf.get(id) ?? []);
  return {
    sessions: joint.map(regionsOf),
    lent: lent.map(regionsOf),
    recognised: asked.map(({ region, spaceId }) => [region, ...regionsOf([spaceId])]),
    tried: tried.map(regionsOf),
    partners,
  };
}

/** In the order of the table. */
function columnsOf({ sessions, lent, recognised, tried, partners }: Shared) {
  return [sessions, lent, recognised, tried, partners];
}

function countOf(pairs: Across[], [one, other]: Across["regions"]): number {
  return pairs.find(({ regions }) => regions[0] === one && regions[1] === other)?.count ?? 0;
}

/** Each organisation once, with how many badges it recognises. */
function recognisersOf(recognitions: Recognition[]) {
  const found = Map.groupBy(
    recognitions,
    ({ organisation, region }) => `${organisation} ${region}`,
  );
  return [...found.values()].flatMap((list) => {
    const [first] = list;
    const badges = new Set(list.map(({ classId }) => classId)).size;
    return first ? [{ organisation: first.organisation, region: first.region, badges }] : [];
  });
}
