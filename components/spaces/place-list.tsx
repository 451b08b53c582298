import { Fragment, type ReactNode } from "react";
import { type BandWords, LiveBand } from "#components/occupancy/live-band.tsx";
import { Icon, type IconName } from "#components/ui/icon.tsx";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { nearTime } from "#lib/foundation/i18n/near-time.ts";
import type { Translate } from "#lib/foundation/i18n/translator.ts";
import type { OpenNow } from "#lib/places/spaces/schema.ts";
import { townIn } from "../map/towns.ts";
import { Drawing } from "./drawing.tsx";
import "./places.css";

export type Place = {
  slug: string;
  name: string;
  kind: string;
  city: string;
  region: string;
  rooms: number;
  timeZone: string;
  seats: number;
  features: string[];
  laptops: number;
  /** When it opens next, if it is closed. */
  opensAt: Temporal.Instant | null;
  /** When a room is free next. */
  freeAt: Temporal.Instant | null;
  band: "quiet" | "busy" | "full" | null;
} & OpenNow;

type Props = {
  place: Place;
  locale: Locale;
  now: Temporal.Instant;
  t: Translate;
  bandWords: BandWords;
};

/** A place as a card: what is open and free comes first. */
export function PlaceCard({ place, locale, now, t, bandWords }: Props) {
  return (
    <>
      <Drawing kind={place.kind} />
      <div className="body">
        <h3>
          <a href={`/${locale}/spaces/${place.slug}`}>{place.name}</a>
        </h3>
        <p className={`where region ${place.region}`}>
          {`${townIn(locale, place.city)} · ${t.or(`kinds.${place.kind}`, place.kind)}`}
        </p>
        <OpenState place={place} locale={locale} now={now} t={t}>
          <LiveBand
            space={place.slug}
            locale={locale}
            initial={{ band: place.band, ageMinutes: null }}
            words={bandWords}
          />
        </OpenState>
        {place.freeAt && <p>{freeWords(place.freeAt, place, locale, now, t)}</p>}
        <Tags place={place} t={t} />
      </div>
    </>
  );
}

/** Where little is left of the day, that is what counts. */
const SOON_MINUTES = 90;

type StateProps = {
  place: OpenNow & { timeZone: string; opensAt: Temporal.Instant | null };
  locale: Locale;
  now: Temporal.Instant;
  t: Translate;
  /** What is said beside it while the place is open. */
  children?: ReactNode;
};

/** Open until, closes at, opens at: a shape, a colour and the words. */
export function OpenState({ place, locale, now, t, children }: StateProps) {
  const { isOpen, openUntil, closedFor, opensAt, timeZone } = place;
  if (isOpen) {
    const left = openUntil && minutesUntil(openUntil, now.toZonedDateTimeISO(timeZone));
    const isSoon = typeof left === "number" && left <= SOON_MINUTES;
    return (
      <span className={`state ${isSoon ? "busy" : "free"}`}>
        {openUntil
          ? t(isSoon ? "card.closesAt" : "card.openUntil", { time: openUntil })
          : t("card.open")}
        {children}
      </span>
    );
  }
  const when = (at: Temporal.Instant) => whenWords(at, timeZone, locale, now, t);
  const words = closedFor
    ? t("card.shutUntil", { when: when(Temporal.Instant.from(closedFor.until)) })
    : opensAt
      ? t("card.opens", { when: when(opensAt) })
      : t("card.shut");
  return <span className="state shut">{words}</span>;
}

function minutesUntil(openUntil: string, now: Temporal.ZonedDateTime): number {
  const [hour = 0, minute = 0] = openUntil.split(":").map(Number);
  const left = hour * 60 + minute - (now.hour * 60 + now.minute);
  return left < 0 ? left + 24 * 60 : left;
}

/** "at 14:30", "tomorrow at 09:00", "Saturday at 09:00". */
export function whenWords(
  at: Temporal.Instant,
  zone: string,
  locale: Locale,
  now: Temporal.Instant,
  t: Translate,
): string {
  const { day, time } = nearTime(locale, at, zone, now);
  return day === null ? t("when.today", { time }) : t("when.day", { day, time });
}

/** A gap that begins before the next quarter of an hour is over is one that begins now. */
const NOW_MINUTES = 15;

function freeWords(
  freeAt: Temporal.Instant,
  { timeZone }: Place,
  locale: Locale,
  now: Temporal.Instant,
  t: Translate,
): string {
  return now.until(freeAt).total("minutes") <= NOW_MINUTES
    ? t("card.freeNow")
    : t("card.free", { when: whenWords(freeAt, timeZone, locale, now, t) });
}

const SHOWN_FEATURES: [string, IconName][] = [
  ["wheelchair", "wheelchair"],
  ["hearing-loop", "ear"],
  ["projector", "projector"],
];
const MOST_TAGS = 2;

function Tags({ place: { rooms, seats, laptops, features }, t }: { place: Place; t: Translate }) {
  const tags: { icon: IconName; text: string }[] = [];
  const size = [
    rooms > 0 && t("rooms", { count: rooms }),
    seats > 0 && t("card.upTo", { count: seats }),
  ];
  const sizes = size.filter(Boolean).join(" · ");
  if (sizes) tags.push({ icon: "door", text: sizes });
  for (const [feature, icon] of SHOWN_FEATURES)
    if (features.includes(feature)) tags.push({ icon, text: t(`features.${feature}`) });
  if (laptops > 0) tags.push({ icon: "laptop", text: t("card.laptops", { count: laptops }) });
  if (tags.length === 0) return null;
  return (
    <p className="facts-line">
      {tags.slice(0, MOST_TAGS).map(({ icon, text }) => (
        <Fragment key={icon}>
          <Icon name={icon} />
          {`${text} `}
        </Fragment>
      ))}
    </p>
  );
}
