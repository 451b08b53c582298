import { Region } from "#components/spaces/region.tsx";
import { formatNumber } from "#lib/i18n/format.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import type { Translate } from "#lib/i18n/translator.ts";

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

type Props = { rooms: RoomOffer[]; locale: Locale; t: Translate; spaces: Translate };

export function RoomList({ rooms, locale, t, spaces }: Props) {
  return (
    <ol className="cards">
      {rooms.map((room) => (
        <li className="card" key={room.href}>
          <div>
            <h3>
              <a href={`/${locale}/spaces/${room.spaceSlug}`}>{room.spaceName}</a> – {room.roomName}
            </h3>
            <p className="fact">
              <Region city={room.city} region={room.region} name={spaces(`regions.${room.region}`)} />
              {[
                room.distanceKm === null ? null : `${formatNumber(locale, room.distanceKm)} km`,
                room.isAcrossBorder ? t("acrossBorder") : null,
                spaces("places", { count: room.capacity }),
                ...room.features.map((feature) => spaces.or(`features.${feature}`, feature)),
              ]
                .filter(Boolean)
                .map((fact) => ` · ${fact}`)
                .join("")}
            </p>
            <p className={room.action ? "fact" : "free"}>{room.when ?? t("isFree")}</p>
            {room.onRequest && <p className="fact">{t("onRequest")}</p>}
          </div>
          <a className="button" href={room.href}>
            {room.action ?? t(room.onRequest ? "ask" : "book")}
          </a>
        </li>
      ))}
    </ol>
  );
}
