import { formatDateTimeRange } from "#lib/i18n/format.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import type { Alternative } from "./queries.ts";
import type { EquipmentWish } from "./schema.ts";
import { checkAddress } from "./wish.ts";

/** Rooms at other times than was asked: when that is, and where its last screen is. */
export function offersAtOtherTimes(
  alternatives: Alternative[],
  { people, equipment }: { people: number; equipment: EquipmentWish[] },
  locale: Locale,
) {
  return alternatives.map((room) => {
    const { roomId, timeZone } = room;
    const during = { start: Temporal.Instant.from(room.start), end: Temporal.Instant.from(room.end) };
    return {
      ...room,
      when: formatDateTimeRange(locale, during, timeZone),
      href: `/${locale}/book/check?${checkAddress({ roomId, ...during, people, equipment })}`,
    };
  });
}
