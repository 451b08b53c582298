import type { Use } from "./use.ts";

export type Remark =
  | { about: "emptyDay"; weekday: number; share: number }
  | { about: "largeRoom"; room: string; share: number }
  | { about: "uncounted"; rooms: string[] };

/** A weekday that is booked less than this part of what all days are. */
const EMPTY_BELOW = 0.6;
/** Of the seats of a room while it is booked. */
const LARGE_BELOW = 0.35;
/** Of fewer minutes nothing is concluded. */
const ENOUGH_MINUTES = 20 * 60;

/**
 * What strikes in the figures of a space: its emptiest weekday, the room that is largest for who
 * books it, and rooms that no counter sees while others have one. Said of bookings and counters
 * only, of which the plots beside it tell everything.
 */
export function worthALook({ whole, weekday, room }: Use): Remark[] {
  const remarks: Remark[] = [];
  const usual = whole.shares.booked.frequency ?? 0;
  const [emptiest] = weekday
    .flatMap(({ key, shares }) =>
      shares.booked.frequency === null
        ? []
        : [{ weekday: Number(key), share: shares.booked.frequency }],
    )
    .toSorted((one, other) => one.share - other.share);
  if (emptiest && emptiest.share < usual * EMPTY_BELOW)
    remarks.push({ about: "emptyDay", ...emptiest });
  const [largest] = room
    .flatMap(({ name, shares: { booked } }) =>
      booked.occupancy === null || booked.used < ENOUGH_MINUTES
        ? []
        : [{ room: name, share: booked.occupancy }],
    )
    .toSorted((one, other) => one.share - other.share);
  if (largest && largest.share < LARGE_BELOW) remarks.push({ about: "largeRoom", ...largest });
  const uncounted = room.filter(({ shares }) => shares.sensed.frequency === null);
  if (uncounted.length > 0 && uncounted.length < room.length)
    remarks.push({ about: "uncounted", rooms: uncounted.map(({ name }) => name) });
  return remarks;
}
