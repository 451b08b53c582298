import { Fragment, type ReactNode } from "react";
import { townIn } from "#components/map/towns.ts";
import { LiveBand } from "#components/occupancy/live-band.tsx";
import { Drawing } from "#components/spaces/drawing.tsx";
import { OpenWords } from "#components/spaces/open-words.tsx";
import { whenWords } from "#components/spaces/place-list.tsx";
import { Region } from "#components/spaces/region.tsx";
import { Icon, type IconName } from "#components/ui/icon.tsx";
import type { NextFree } from "#lib/booking/allocation/room-times.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { type Translate, translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { type Title, titleIn } from "#lib/learning/sessions/rules.ts";
import { publicNow } from "#lib/places/occupancy/now.ts";
import { bandWords } from "#lib/places/occupancy/words.ts";
import type { Photo } from "#lib/places/spaces/photos.ts";
import type { openNow } from "#lib/places/spaces/queries.ts";
import type { PartProps } from "./parts.ts";

type HeadProps = PartProps & {
  openness: ReturnType<typeof openNow>;
  /** When it opens or shuts, in words. */
  openWords: ReactNode;
  /** The room that is free first, and from when. */
  free: NextFree | undefined;
  /** How many are planned. */
  sessions: number;
  features: string[];
  photo: Photo | undefined;
};

/** What somebody wants to know first: what it is, whether it is open, and the way to a room. */
export function Head(props: HeadProps) {
  const { ctx, locale, space, t, openness, openWords, free, sessions, features, photo } = props;
  return (
    <div className="space-head">
      <div className="about">
        <p>
          <Region
            city={townIn(locale, space.city)}
            region={space.region}
            name={t(`regions.${space.region}`)}
          />
          {` · ${t.or(`kinds.${space.kind}`, space.kind)}`}
        </p>
        <h1>{space.name}</h1>
        <Said summary={space.summary} locale={locale} />
        <div className="nowbox">
          {openness.isOpen || openness.closedFor ? (
            <OpenWords openNow={openness} timeZone={space.timeZone} locale={locale} t={t} />
          ) : (
            <p>{openWords}</p>
          )}
          {openness.isOpen && <BusyNow ctx={ctx} locale={locale} slug={space.slug} />}
          {free && (
            <p>
              {ctx.now.until(free.from).total("minutes") <= 15
                ? t("page.roomFreeNow", { room: free.roomName })
                : t("page.roomFree", {
                    room: free.roomName,
                    when: whenWords(free.from, space.timeZone, locale, ctx.now, t),
                  })}
            </p>
          )}
        </div>
        <p className="actions">
          <a className="button" href={`/${locale}/book?space=${space.slug}`}>
            {t("findRoom")}
          </a>
          {sessions > 0 && (
            <a className="button quiet" href={`/${locale}/sessions?space=${space.slug}`}>
              <Icon name="calendar" />
              {t("page.sessions", { count: sessions })}
            </a>
          )}
        </p>
        <Has features={features} t={t} />
        <FirstFor audiences={space.audiences} locale={locale} t={t} />
      </div>
      <Cover photo={photo} kind={space.kind} locale={locale} t={t} />
    </div>
  );
}

/** What the space says of itself: in the reader's language, or else in the first it has. */
function Said({ summary, locale }: { summary: Title; locale: Locale }) {
  const { text, lang } = titleIn(summary, locale);
  return text && <p lang={lang === locale ? undefined : lang}>{text}</p>;
}

const HAS: [string, IconName][] = [
  ["wheelchair", "wheelchair"],
  ["hearing-loop", "ear"],
  ["projector", "projector"],
  ["whiteboard", "board"],
  ["kitchen", "home"],
  ["quiet", "info"],
];

function Has({ features, t }: { features: string[]; t: Translate }) {
  const has = HAS.filter(([feature]) => features.includes(feature));
  if (has.length === 0) return null;
  return (
    <p className="facts-line">
      {has.map(([feature, icon]) => (
        <Fragment key={feature}>
          <Icon name={icon} />
          {t(`features.${feature}`)}{" "}
        </Fragment>
      ))}
    </p>
  );
}

/** Whom it is for in the first place; nothing where it is for everybody. */
function FirstFor({ audiences, locale, t }: { audiences: string[]; locale: Locale; t: Translate }) {
  if (audiences.length === 0) return null;
  const names = audiences.map((audience) => t(`audiences.${audience}`).toLocaleLowerCase(locale));
  return (
    <p className="fact">{t("page.firstFor", { who: new Intl.ListFormat(locale).format(names) })}</p>
  );
}

/** The first photo of the place, else our drawing of its kind, which says that it is one. */
function Cover({
  photo,
  kind,
  locale,
  t,
}: {
  photo: Photo | undefined;
  kind: string;
  locale: Locale;
  t: Translate;
}) {
  return (
    <figure className="cover">
      {photo ? (
        // biome-ignore lint/performance/noImgElement: stored at the size it is shown
        <img
          src={`/api/v1/photos/${photo.id}?size=medium`}
          alt={photo.alt[locale]}
          decoding="async"
        />
      ) : (
        <>
          <Drawing kind={kind} />
          <figcaption>{t("page.drawing")}</figcaption>
        </>
      )}
    </figure>
  );
}

/** How busy it is, how old and how sure that is, where a counter or the register says so. */
async function BusyNow({ ctx, locale, slug }: { ctx: Context; locale: Locale; slug: string }) {
  const t = translator(locale, "occupancy");
  const { band, ageSeconds, certainty, atLeast } = await publicNow(ctx, slug);
  return (
    <>
      <LiveBand
        space={slug}
        locale={locale}
        initial={{ band, ageMinutes: ageSeconds === null ? null : Math.floor(ageSeconds / 60) }}
        words={bandWords(locale)}
        withAge
      />
      {band && certainty && (
        <p className="fact">
          {atLeast !== null && `${t("atLeast", { count: atLeast })} `}
          {t(`sure.${certainty}`)}
        </p>
      )}
    </>
  );
}
