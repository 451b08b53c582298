import type { EquipmentRequest } from "#lib/booking/allocation/schema.ts";
import { formatDateTimeRange } from "#lib/foundation/i18n/format.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Alternative } from "./free-rooms.ts";
import { checkAddress } from "./input.ts";

/**
 * Rooms with their time: when that is, and where its last screen is, filled so that it can be
 * booked. A room that is smaller than the group is asked for as many as it takes, and says so.
 */
export function offersFrom(
  offers: (Alternative & { resources?: string[] })[],
  { people, equipment }: { people: number; equipment: EquipmentRequest[] },
  locale: Locale,
) {
  const t = translator(locale, "home");
  return offers.map((room) => {
    const { roomId, timeZone, capacity, resources } = room;
    const during = {
      start: Temporal.Instant.from(room.start),
      end: Temporal.Instant.from(room.end),
    };
    const fits = Math.min(people, capacity);
    const when = formatDateTimeRange(locale, during, timeZone);
    return {
      ...room,
      when: fits < people ? t("fewer", { when, seats: capacity, people }) : when,
      href: `/${locale}/book/check?${checkAddress({ roomId, ...during, people: fits, equipment, resources })}`,
    };
  });
}
