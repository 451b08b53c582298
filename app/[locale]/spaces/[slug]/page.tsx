import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache, Fragment } from "react";
import { townIn } from "#components/map/towns.ts";
import { SharedWords } from "#components/site/shared-words.tsx";
import { OpenState } from "#components/spaces/place-list.tsx";
import { Crumb } from "#components/ui/crumb.tsx";
import { Icon, type IconName } from "#components/ui/icon.tsx";
import { nextFreeOf } from "#lib/booking/allocation/room-times.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { type Translate, translator } from "#lib/foundation/i18n/translator.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { listSessions } from "#lib/learning/sessions/queries.ts";
import { sessionFilter } from "#lib/learning/sessions/schema.ts";
import { cardFactsOf } from "#lib/places/spaces/cards.ts";
import { spaceData } from "#lib/places/spaces/linked-data.ts";
import { readableWeek } from "#lib/places/spaces/opening-hours.ts";
import { opennessOf } from "#lib/places/spaces/openness.ts";
import { photosOf } from "#lib/places/spaces/photos.ts";
import { findSpace, openNow } from "#lib/places/spaces/queries.ts";
import { Head } from "./head.tsx";
import type { FoundSpace } from "./parts.ts";
import { Programme } from "./programme.tsx";
import { RoomsToday } from "./rooms-today.tsx";
import { Times } from "./times.tsx";
import { Way } from "./way.tsx";
import "./space.css";

type Props = {
  params: Promise<{ locale: string; slug: string }>;
  searchParams: Promise<PageQuery>;
};

/** Read once for the head of the page and the page. */
const spaceAsked = cache(async (slug: string) => findSpace(await requestContext(), slug));

export async function generateMetadata({ params }: Pick<Props, "params">): Promise<Metadata> {
  const { locale: segment, slug } = await params;
  const locale = localeOf(segment);
  const space = await spaceAsked(slug);
  return space ? { title: space.name, description: describeSpace(space, locale) } : {};
}

export default async function SpacePage({ params, searchParams }: Props) {
  const { locale: segment, slug } = await params;
  const locale = localeOf(segment);
  const ctx = await requestContext();
  const space = await spaceAsked(slug);
  if (!space) notFound();

  const t = translator(locale, "spaces");
  const [state, photos, factsBySpace, freeBySpace, programme] = await Promise.all([
    opennessOf(ctx, space.id),
    photosOf(ctx, space.id),
    cardFactsOf(ctx, [slug]),
    nextFreeOf(ctx, [slug]),
    listSessions(ctx, { ...sessionFilter.parse({ space: slug }), page: 1 }),
  ]);
  const openness = openNow(state, space.timeZone);
  const facts = factsBySpace.get(slug);
  const free = freeBySpace.get(slug);
  const today = ctx.now.toZonedDateTimeISO(space.timeZone).toPlainDate();
  const monday = today.subtract({ days: today.dayOfWeek - 1 });
  const equipment = space.resources.filter(({ kind }) => kind === "stock" || kind === "item");
  const openWords = (
    <OpenState
      place={{ ...openness, timeZone: space.timeZone, opensAt: facts?.opensAt ?? null }}
      locale={locale}
      now={ctx.now}
      t={t}
    />
  );

  return (
    <div className="space">
      <SharedWords
        locale={locale}
        path={`/spaces/${slug}`}
        title={space.name}
        description={describeSpace(space, locale)}
        picture={
          photos[0] && { path: `/api/v1/photos/${photos[0].id}`, alt: photos[0].alt[locale] }
        }
        data={spaceData(space, {
          publicUrl: settings().publicUrl,
          locale,
          description: describeSpace(space, locale),
          week: readableWeek({ ...space, country: space.country === "FR" ? "FR" : "BE" }, monday),
          monday,
          photos: photos.map(({ id }) => `/api/v1/photos/${id}`),
          features: (facts?.features ?? []).map((feature) => t.or(`features.${feature}`, feature)),
          seats: facts?.seats ?? 0,
        })}
      />
      <Crumb href={`/${locale}`}>{t("page.back")}</Crumb>
      <Head
        {...{ ctx, locale, space, t, openness, openWords, free }}
        sessions={programme.total}
        features={facts?.features ?? []}
        photo={photos[0]}
      />
      <nav className="anchor" aria-label={t("page.parts")}>
        <a href="#rooms">{t("roomsTitle")}</a>
        {programme.total > 0 && <a href="#programme">{t("page.programme")}</a>}
        <a href="#way">{t("page.way")}</a>
        <a href="#times">{t("page.times")}</a>
      </nav>

      <RoomsToday
        cover={photos[0]}
        isAll={(await searchParams).rooms === "all"}
        {...{ ctx, locale, space, photos, t }}
      >
        {equipment.length > 0 && <Equipment things={equipment} t={t} />}
      </RoomsToday>

      {programme.total > 0 && <Programme sessions={programme.items} {...{ locale, space, t }} />}
      <Way {...{ locale, space, t }} />
      <Times {...{ ctx, locale, space, t }} />
      <div className="thumbbar">
        {openWords}
        <a className="button" href={`/${locale}/book?space=${space.slug}`}>
          {t("findRoom")}
        </a>
      </div>
    </div>
  );
}

/** What can be borrowed there, and how many of each. */
function Equipment({ things, t }: { things: FoundSpace["resources"]; t: Translate }) {
  return (
    <p className="facts-line">
      {things.map((thing) => (
        <Fragment key={thing.id}>
          <Icon name={ICONS[thing.equipmentKind ?? ""] ?? "tool"} />
          {thing.quantity} × {t.or(`features.${thing.equipmentKind}`, thing.name)}{" "}
        </Fragment>
      ))}
    </p>
  );
}

const ICONS: Record<string, IconName> = { camera: "camera", laptop: "laptop" };

/**
 * What the space says of itself in the reader's language, or else what kind of place it is and
 * where.
 */
function describeSpace({ summary, kind, city }: FoundSpace, locale: Locale): string {
  return (
    summary[locale] ??
    translator(locale, "common")("describe.space", {
      kind: translator(locale, "spaces").or(`kinds.${kind}`, kind),
      town: townIn(locale, city),
    })
  );
}
