import type { Interval } from "#db/types.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { respectQuotas } from "./quotas.ts";
import type { RoomToBook } from "./rooms-to-book.ts";
import { contains, type Had, refusalOfAll } from "./rules.ts";

/*
 * Who may have which rooms when. Every way in which somebody comes to have a booking asks `canHold` and hands on what it
 * answers: a booking made by oneself, a helper, the desk or a guest, a date of a series or a session, a cancellation taken back,
 * a move, what came free and is offered, the yes to an offer and to a request, and what somebody takes over. That none of them
 * forgets it is held by the compiler where rooms are taken, and by lib/booking/allocation/holding.test.ts where only the row changes.
 */

/**
 * What somebody would have, with the rooms as `bookableRooms` sees them for that person and for
 * whoever decides.
 */
export type Holding = {
  rooms: RoomToBook[];
  personId: string;
  during: Interval;
  people: number;
  /** The booking, when there is one: it is not counted beside itself. */
  bookingId?: string;
  /** What is changed, or taken over. */
  had?: Had | null;
  /** Where somebody else is counting at this moment, it is refused rather than waited for. */
  atOnce?: boolean;
};

/** What `canHold` answers: nobody else makes one. */
export class MayHold {
  readonly rooms: RoomToBook[];
  readonly personId: string;

  private constructor({ rooms, personId }: Holding) {
    this.rooms = rooms;
    this.personId = personId;
  }

  /**
   * The rules of the rooms, who may book them, missed bookings, what is kept for groups, and what
   * one person may have. In a transaction wherever bookings are limited, before it has its turn
   * (turns.ts); staff who decide are not limited.
   *
   * @throws DomainError invalid with the rule that refuses, conflict with the limit that is reached
   */
  static async asked(ctx: Context, holding: Holding): Promise<MayHold> {
    const {
      rooms,
      personId,
      during,
      people,
      bookingId = null,
      had = null,
      atOnce = false,
    } = holding;
    const [room] = rooms as [RoomToBook];
    const refusal = refusalOfAll({ ...during, people }, rooms, ctx.now, had);
    if (refusal) throw new DomainError("invalid", refusal);
    const isMore = !had || had.isElsewhere || !contains(had, during);
    if (isMore && rooms.some(({ hasQuotas }) => hasQuotas))
      await respectQuotas(ctx, room, personId, during, { changing: bookingId, atOnce });
    return new MayHold(holding);
  }
}

export const canHold = MayHold.asked;

/** The rooms for what was asked in time: not too late, nor too far ahead, by now. */
export function askedInTime(rooms: RoomToBook[]): RoomToBook[] {
  return rooms.map((room) => ({
    ...room,
    noticeMinutes: 0,
    horizonDays: Number.POSITIVE_INFINITY,
  }));
}

/**
 * The same for a time that is kept for somebody already: it was theirs before it was kept for a
 * group.
 */
export function keptFor(rooms: RoomToBook[]): RoomToBook[] {
  return askedInTime(rooms).map((room) => ({ ...room, kept: [] }));
}
