import { RoomList, type RoomOffer } from "#components/booking/room-list.tsx";
import type { Country } from "#components/map/here.ts";
import { askedFor } from "#lib/booking/allocation/rooms-to-book.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { spotsOf } from "#lib/places/spaces/queries.ts";
import { awayWords, nearPlaces } from "./near-words.ts";

type Props = {
  ctx: Context;
  locale: Locale;
  rooms: (RoomOffer & { resources?: string[] | undefined })[];
  numbers?: Map<string, number>;
  hasBest?: boolean;
  /** The country from which distances are said. */
  from?: Country | null;
};

/** Rooms to choose from; those for which the team must say yes say so. */
export async function Rooms({ ctx, locale, rooms, numbers, hasBest, from = null }: Props) {
  const idsOf = ({ roomId, resources }: Props["rooms"][number]) => resources ?? [roomId];
  const asked = await askedFor(ctx, rooms.flatMap(idsOf));
  const spots = await spotsOf(ctx, {
    slugs: [...new Set(rooms.map(({ spaceSlug }) => spaceSlug))],
  });
  const offers = rooms.map((room) => ({
    ...room,
    onRequest: idsOf(room).some((id) => asked.has(id)),
  }));
  return (
    <RoomList
      rooms={offers}
      locale={locale}
      t={translator(locale, "home")}
      spaces={translator(locale, "spaces")}
      kinds={new Map(spots.map(({ slug, kind }) => [slug, kind]))}
      places={nearPlaces(locale, spots)}
      away={{ ...awayWords(locale), more: translator(locale, "spaces")("filter.next") }}
      numbers={numbers}
      hasBest={hasBest}
      from={from}
    />
  );
}
