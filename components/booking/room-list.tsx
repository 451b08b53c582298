import { type AwayWords, awayInWords, countryOf } from "#components/map/away.ts";
import type { Country } from "#components/map/here.ts";
import { townIn } from "#components/map/towns.ts";
import { Drawing } from "#components/spaces/drawing.tsx";
import { NearList, type NearPlace } from "#components/spaces/near-list.tsx";
import { Icon } from "#components/ui/icon.tsx";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import type { Translate } from "#lib/foundation/i18n/translator.ts";
import "./offers.css";

export type RoomOffer = {
  roomId: string;
  roomName: string;
  capacity: number;
  features: string[];
  spaceSlug: string;
  spaceName: string;
  city: string;
  region: string;
  distanceKm: number | null;
  /** When it is free, in words; for a room at another time than was asked. */
  when: string | null;
  /** The team of the place must say yes first. */
  onRequest?: boolean;
  /** What its button says, when it is not "book". */
  action?: string;
  /** The last screen of the booking, already filled. */
  href: string;
};

type Props = {
  rooms: RoomOffer[];
  locale: Locale;
  t: Translate;
  spaces: Translate;
  /** What kind of place each space is, by slug: for its drawing. */
  kinds: Map<string, string>;
  /** The points of the spaces, for a list that is sorted by how far they are. */
  places: NearPlace[];
  away: AwayWords & { more: string };
  /** The country from which distances are said; null where nobody said from where. */
  from: Country | null;
  /** The numbers of the spaces on the map beside, by slug. */
  numbers?: Map<string, number>;
  /** The first of them fits best. */
  hasBest?: boolean;
};

/** What of a space is seen at once; its other rooms are a press away. */
const ROOMS_IN_SIGHT = 2;

/**
 * One card a space, with the rooms that are offered there: the best fit first, and so the spaces.
 */
export function RoomList({
  rooms,
  locale,
  t,
  spaces,
  kinds,
  places,
  away,
  from,
  numbers,
  hasBest = false,
}: Props) {
  const bySpace = [...Map.groupBy(rooms, ({ spaceSlug }) => spaceSlug).values()];
  const cards = bySpace.map((offers, index) => {
    const [space] = offers as [RoomOffer, ...RoomOffer[]];
    const isBest = hasBest && index === 0;
    const number = numbers?.get(space.spaceSlug);
    const [seen, folded] = [offers.slice(0, ROOMS_IN_SIGHT), offers.slice(ROOMS_IN_SIGHT)];
    const row = (offer: RoomOffer) => (
      <Offer key={offer.href} offer={offer} t={t} spaces={spaces} />
    );
    const card = (
      <>
        <Drawing kind={kinds.get(space.spaceSlug) ?? ""} />
        <div className="body">
          {isBest && (
            <p className="ribbon">
              <Icon name="check" />
              {t("best")}
            </p>
          )}
          <h3>
            {number !== undefined && <span className="pinno">{number}</span>}
            <a href={`/${locale}/spaces/${space.spaceSlug}`}>{space.spaceName}</a>
          </h3>
          <p className={`fact region ${space.region}`}>
            {townIn(locale, space.city)}, {spaces(`regions.${space.region}`)}
            {space.distanceKm !== null &&
              ` · ${awayInWords(locale, away, space.distanceKm, { from, to: countryOf(space.region) })}`}
          </p>
          {seen.map(row)}
          {folded.length > 0 && (
            <details>
              <summary>{t("otherRooms", { count: folded.length })}</summary>
              {folded.map(row)}
            </details>
          )}
        </div>
      </>
    );
    return { slug: space.spaceSlug, isBest, card };
  });
  const shown = new Set(cards.map(({ slug }) => slug));
  return (
    <NearList
      locale={locale}
      className="fits"
      itemClass="fit"
      cards={cards}
      places={places.filter(({ slug }) => shown.has(slug))}
      words={away}
    />
  );
}

function Offer({ offer, t, spaces }: { offer: RoomOffer; t: Translate; spaces: Translate }) {
  return (
    <div className="offer">
      <div>
        <strong>{offer.roomName}</strong>{" "}
        {offer.when && <span className={offer.action ? "fact" : "free"}>{offer.when}</span>}
        <p className="why">
          <span>
            {[
              t("seats", { count: offer.capacity }),
              ...offer.features
                .slice(0, 2)
                .map((feature) => spaces.or(`features.${feature}`, feature)),
            ].join(", ")}
          </span>
          {offer.onRequest && <span className="care">{t("onRequest")}</span>}
        </p>
      </div>
      <a className="button" href={offer.href}>
        {offer.action ?? t(offer.onRequest ? "ask" : "book")}
      </a>
    </div>
  );
}
