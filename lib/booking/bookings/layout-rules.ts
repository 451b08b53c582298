import { LOCALES } from "#lib/foundation/i18n/locales.ts";
import type { Title } from "#lib/foundation/i18n/title.ts";
import type { Reason } from "#lib/foundation/platform/errors/errors.ts";

/** A way to set up a room, as the rules see it. */
type Offered = { roomId: string; seats: number; isRetired: boolean };

type Named = Offered & { id: string; names: Title };

type Asked = {
  /** The room, or the first of several. */
  roomId: string;
  people: number;
};

/**
 * Why a room cannot be set up like this for a booking, or null.
 *
 * @param layout null for one that is not there
 * @param isKept whether the booking has it already: what was promised is not taken back
 */
export function layoutRefusal(
  layout: Offered | null,
  { roomId, people }: Asked,
  isKept = false,
): Reason | null {
  if (!layout) return { code: "booking.unknown_layout" };
  if (layout.roomId !== roomId) return { code: "booking.layout_of_other_room" };
  if (layout.isRetired && !isKept) return { code: "booking.layout_retired" };
  if (people > layout.seats) return { code: "booking.layout_seats", seats: layout.seats };
  return null;
}

type Had = { roomId: string; layoutId: string | null; people: number };

type Change = {
  roomId: string;
  people: number;
  /** Null for the room as it is; undefined where the change says nothing of it. */
  layoutId?: string | null | undefined;
};

/**
 * How the room of a booking is set up after a change, and whether the rules have a say in it: one
 * that only becomes smaller keeps what it has.
 *
 * @param there what another room has instead, where the change says nothing of it: `layoutThere`
 */
export function layoutAfter(
  had: Had,
  { roomId, people, layoutId }: Change,
  there: string | null,
): { layoutId: string | null; isKept: boolean; isAsked: boolean } {
  const isSameRoom = roomId === had.roomId;
  const after = layoutId === undefined ? (isSameRoom ? had.layoutId : there) : layoutId;
  const isKept = after !== null && after === had.layoutId && isSameRoom;
  return { layoutId: after, isKept, isAsked: after !== null && !(isKept && people <= had.people) };
}

/**
 * How a room is set up for a booking that goes there without anybody choosing: as it was, or as the
 * layout of that room with the same name that takes them all.
 *
 * @param before how many people the booking had
 * @param layouts what the room offers, where it is another one
 * @returns the id of the layout; null where the room has no such one
 */
export function layoutThere(
  had: Named,
  before: number,
  { roomId, people }: Asked,
  layouts: readonly Named[],
): string | null {
  if (roomId === had.roomId) return people <= Math.max(before, had.seats) ? had.id : null;
  const namesake = layouts.find(
    (layout) =>
      layoutRefusal(layout, { roomId, people }) === null && isNamesake(layout.names, had.names),
  );
  return namesake?.id ?? null;
}

/** Whether two names say the same in a language that both have. */
function isNamesake(one: Title, other: Title): boolean {
  const said = (name: string | undefined) => name?.trim().toLowerCase();
  return LOCALES.some((locale) => one[locale] && said(one[locale]) === said(other[locale]));
}
