import { townIn } from "#components/map/towns.ts";
import { Drawing } from "#components/spaces/drawing.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { formatNumber } from "#lib/foundation/i18n/format.ts";
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
  isAcrossBorder: boolean;
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
  /** The numbers of the spaces on the map beside, by slug. */
  numbers?: Map<string, number>;
  /** The first of them fits best. */
  hasBest?: boolean;
};

/** What of a space is seen at once; its other rooms are a press away. */
const ROOMS_IN_SIGHT = 2;

/** One card a space, with the rooms that are offered there: the best fit first, and so the spaces. */
export function RoomList({ rooms, locale, t, spaces, kinds, numbers, hasBest = false }: Props) {
  const bySpace = [...Map.groupBy(rooms, ({ spaceSlug }) => spaceSlug).values()];
  return (
    <ol className="fits">
      {bySpace.map((offers, index) => {
        const [space] = offers as [RoomOffer, ...RoomOffer[]];
        const isBest = hasBest && index === 0;
        const number = numbers?.get(space.spaceSlug);
        const [seen, folded] = [offers.slice(0, ROOMS_IN_SIGHT), offers.slice(ROOMS_IN_SIGHT)];
        const row = (offer: RoomOffer) => <Offer key={offer.href} offer={offer} t={t} spaces={spaces} />;
        return (
          <li className={isBest ? "fit best" : "fit"} key={space.spaceSlug} data-slugs={space.spaceSlug}>
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
                {space.distanceKm !== null && ` · ${formatNumber(locale, space.distanceKm)} km`}
                {space.isAcrossBorder && ` · ${t("acrossBorder")}`}
              </p>
              {seen.map(row)}
              {folded.length > 0 && (
                <details>
                  <summary>{t("otherRooms", { count: folded.length })}</summary>
                  {folded.map(row)}
                </details>
              )}
            </div>
          </li>
        );
      })}
    </ol>
  );
}

function Offer({ offer, t, spaces }: { offer: RoomOffer; t: Translate; spaces: Translate }) {
  return (
    <div className="offer">
      <div>
        <strong>{offer.roomName}</strong>{" "}
        {offer.when && <span className={offer.action ? "fact" : "free"}>{offer.when}</span>}
        <p className="why">
          {[
            t("seats", { count: offer.capacity }),
            ...offer.features.slice(0, 2).map((feature) => spaces.or(`features.${feature}`, feature)),
          ].map((fact) => (
            <span key={fact}>{fact}</span>
          ))}
          {offer.onRequest && <span className="care">{t("onRequest")}</span>}
        </p>
      </div>
      <a className="button" href={offer.href}>
        {offer.action ?? t(offer.onRequest ? "ask" : "book")}
      </a>
    </div>
  );
}
