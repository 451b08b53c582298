import { sql } from "drizzle-orm";
import type { Connection } from "#db/client.ts";
import { answerRequest } from "#lib/booking/bookings/approvals.ts";
import { checkIn } from "#lib/booking/bookings/check-in.ts";
import {
  cancelBooking,
  changeBooking,
  endBookingEarly,
  restoreBooking,
} from "#lib/booking/bookings/commands.ts";
import { freeHold, holdTime } from "#lib/booking/bookings/hold-room.ts";
import {
  acceptProposal,
  PROPOSALS,
  proposeBooking,
  refuseProposal,
  withdrawProposal,
} from "#lib/booking/bookings/proposals.ts";
import { requestBooking } from "#lib/booking/bookings/requesting.ts";
import { sweepBookings } from "#lib/booking/bookings/sweep.ts";
import { acceptOffer, joinWaiting, leaveWaiting } from "#lib/booking/bookings/waiting.ts";
import { closeRooms, previewClosure, reopen } from "#lib/booking/closures/closures.ts";
import { cancelSeries, changeSeries, previewChange } from "#lib/booking/series/change.ts";
import { bookSeries } from "#lib/booking/series/commands.ts";
import { erasePerson } from "#lib/evidence/privacy/erasure.ts";
import type { Context, PersonActor } from "#lib/foundation/identity/context.ts";
import { DomainError, databaseFault } from "#lib/foundation/platform/errors/errors.ts";
import { cancelSession, planSession } from "#lib/learning/sessions/commands.ts";
import { enrol, withdraw } from "#lib/learning/sessions/enrolment.ts";
import { arrive, leave } from "#lib/learning/visits/visits.ts";
import { givenOn } from "./given.ts";

export type Storm = {
  /** How often each thing was done, and refused with a reason. */
  done: Record<string, number>;
  refused: Record<string, number>;
  /** Everything else that was thrown: there should be none. */
  faults: string[];
};

type Step = (ctx: Context, personId: string) => Promise<unknown>;

/** One client in so many is staff. */
const EVERY = 8;
const START = Temporal.PlainDateTime.from("2026-03-03T09:00");
const ZONE = "Europe/Brussels";
const instant = (wall: Temporal.PlainDateTime) => wall.toZonedDateTime(ZONE).toInstant();

/**
 * Many people at once do whatever comes to mind in two spaces that lend each other laptops: every
 * command that takes time, gives it back or looks after it. They meet within three days and few
 * rooms, so that most of them stand in each other's way.
 *
 * @param now when it begins; each step is one minute later, so that holds, offers and requests run
 *   out meanwhile
 */
export async function storm(
  { db }: Connection,
  { clients, steps, now }: { clients: number; steps: number; now: Temporal.Instant },
): Promise<Storm> {
  const given = givenOn(db);
  const spaces = [await given.space(), await given.space()] as const;
  const houses = await Promise.all(
    spaces.map(async (space) => {
      const spaceId = space.id;
      const [left, right] = [await given.room({ spaceId }), await given.room({ spaceId })];
      await given.stock(spaceId, { quantity: 6, lendable: true, travelMinutes: 30 });
      await given.stock(spaceId, { quantity: 3, equipmentKind: "projector", name: "Projectors" });
      return {
        space,
        spaceId,
        rooms: [
          left,
          right,
          await given.room({ spaceId, madeOf: [left.id, right.id].sort() }),
          await given.room({ spaceId, bufferMinutes: 30, releaseMinutes: 15 }),
          await given.room({ spaceId, needsApproval: true }),
        ],
      };
    }),
  );
  const staff = await given.person(spaces.map(({ id }) => ({ role: "manager", spaceId: id })));
  const people = await Promise.all(Array.from({ length: clients }, () => given.person()));
  const { rows: addresses } = await db.execute<{ email: string }>(sql`select email from person`);
  // The time of one house is limited, so that quotas are among what is waited for.
  await db.execute(sql`insert into booking_quota (space_id, counts, period, max_hours)
    values (${spaces[0].id}, 'person', 'week', 12)`);
  const closures: string[] = [];

  const below = (limit: number) => Math.floor(Math.random() * limit);
  const some = <T>(list: readonly T[]) => list[below(list.length)] as T;
  const house = () => some(houses);
  const kinds = () =>
    ["laptop", "projector"]
      .filter(() => below(2) === 0)
      .map((kind) => ({ kind, quantity: 1 + below(kind === "laptop" ? 7 : 2) }));
  const input = (rooms = house().rooms) => {
    const wall = START.add({ days: below(3), minutes: 30 * below(14) });
    const [start, end] = [instant(wall), instant(wall.add({ minutes: 30 * (1 + below(4)) }))];
    return {
      roomId: some(rooms).id,
      start,
      end,
      people: 1 + below(4),
      equipment: kinds(),
      purpose: "",
    };
  };
  const anyOf = async (table: string, where: string) => {
    const { rows } = await db.execute<{ id: string; version: number }>(
      sql.raw(`select id, version from ${table} where ${where} order by random() limit 1`),
    );
    return rows[0] ?? { id: crypto.randomUUID(), version: 1 };
  };
  const own = (personId: string, more = "true") =>
    anyOf("booking", `booked_by = '${personId}' and ${more}`);
  const anyId = async (table: string, where = "true") => {
    const { rows } = await db.execute<{ id: string }>(
      sql.raw(`select id from ${table} where ${where} order by random() limit 1`),
    );
    return rows[0]?.id ?? crypto.randomUUID();
  };
  const choice = () => ({
    decisions: [],
    onConflict: some(["refuse", "skip", "nextBest"] as const),
  });

  const forEverybody: Record<string, Step> = {
    book: (ctx) => requestBooking(ctx, input()),
    bookOnce: (ctx) => requestBooking(ctx, input(), crypto.randomUUID()),
    bookTwice: async (ctx) => {
      const [asked, key] = [input(), crypto.randomUUID()];
      const [one, other] = await Promise.all([1, 2].map(() => requestBooking(ctx, asked, key)));
      if (one?.id !== other?.id) throw new Error("one key, two bookings");
    },
    bookSeveral: (ctx) => {
      const { rooms } = house();
      return requestBooking(ctx, { ...input(rooms), resources: [some(rooms).id, some(rooms).id] });
    },
    hold: (ctx) => holdTime(ctx, input()),
    freeHold: (ctx) => freeHold(ctx),
    wait: (ctx) => joinWaiting(ctx, input()),
    stopWaiting: async (ctx, personId) =>
      leaveWaiting(ctx, await anyId("booking_wait", `person_id = '${personId}'`)),
    cancel: async (ctx, personId) => cancelBooking(ctx, (await own(personId)).id),
    restore: async (ctx, personId) => restoreBooking(ctx, (await own(personId)).id),
    accept: async (ctx, personId) =>
      acceptOffer(ctx, (await own(personId, "status = 'offered'")).id),
    change: async (ctx, personId) => {
      const { id, version } = await own(personId);
      const { start, end, people } = input();
      return changeBooking(ctx, id, { start, end, people, version });
    },
    propose: async (ctx, personId) => {
      const { id } = await own(personId, "status in ('requested', 'confirmed')");
      return proposeBooking(ctx, id, { email: some(addresses).email, kind: some(PROPOSALS) });
    },
    takeBack: async (ctx, personId) =>
      withdrawProposal(ctx, await anyId("booking_proposal", `made_by = '${personId}'`)),
    takeOver: async (ctx, personId) =>
      acceptProposal(ctx, await anyId("booking_proposal", `person_id = '${personId}'`)),
    decline: async (ctx, personId) =>
      refuseProposal(ctx, await anyId("booking_proposal", `person_id = '${personId}'`)),
    endEarly: async (ctx, personId) => {
      const { rows } = await db.execute<{ id: string; at: string }>(sql`
        select id, to_json(lower(during) + interval '5 minutes') #>> '{}' as at from booking
        where booked_by = ${personId} and status = 'confirmed' order by random() limit 1`);
      const [running] = rows;
      return (
        running && endBookingEarly({ ...ctx, now: Temporal.Instant.from(running.at) }, running.id)
      );
    },
    enrol: async (ctx) => enrol(ctx, await anyId("session")),
    withdraw: async (ctx) => withdraw(ctx, await anyId("session")),
    arrive: (ctx, personId) => arrive({ ...ctx, now: evening }, door(), seen(personId)),
    leave: (ctx, personId) => leave({ ...ctx, now: evening }, door(), seen(personId)),
    // The worker does it once a minute.
    sweep: async (ctx) => below(3) === 0 && sweepBookings(ctx.db, some([ctx.now, duringADay()])),
  };
  // What doors saw comes in late, of three days at once.
  const evening = instant(START.add({ days: 2, hours: 12 }));
  const duringADay = () => instant(START.add({ days: below(3), minutes: 30 * below(14) + 20 }));
  const door = () => ({ space: house().space, source: "list" as const, deviceId: null });
  const seen = (personId: string) => ({
    id: crypto.randomUUID(),
    personId,
    at: instant(START.add({ days: below(3), minutes: 15 * below(28) })),
    clockCorrected: false,
    sessionId: null,
  });

  const forStaff: Record<string, Step> = {
    bookSeries: (ctx) => {
      const firstStart = START.add({ days: below(2), minutes: 30 * below(14) });
      const { roomId, people, equipment } = input();
      const timing = {
        firstStart,
        firstEnd: firstStart.add({ hours: 1 }),
        rule: "FREQ=DAILY;COUNT=3",
      };
      const series = {
        roomId,
        people,
        equipment,
        purpose: "",
        extraStarts: [],
        excludedStarts: [],
        ...timing,
      };
      return bookSeries(ctx, series, choice(), below(2) === 0 ? crypto.randomUUID() : undefined);
    },
    close: async (ctx) => {
      const { spaceId, rooms } = house();
      const from = START.add({ days: below(2), minutes: 30 * below(14) });
      const until = below(3) === 0 ? from.toPlainDate().add({ weeks: 2 }) : null;
      const closure = {
        spaceId,
        roomIds: below(4) === 0 ? [] : [some(rooms).id],
        from,
        to: from.add({ hours: 2 }),
        repeat: until ? ("weekly" as const) : ("once" as const),
        until,
        reason: "x",
      };
      const { displaced } = await previewClosure(ctx, closure);
      const seenIds = displaced.map((booking) => booking.id);
      closures.push((await closeRooms(ctx, closure, seenIds)).id);
    },
    planSession: (ctx) => {
      const { space, rooms } = house();
      const { start, end, roomId, equipment } = input(rooms);
      const words = { topic: "safety", language: "nl" } as const;
      const plan = { spaceSlug: space.slug, title: { nl: "x" }, places: 2, start, end };
      // A third of them are held at a distance, and find no room taken.
      return below(3) === 0
        ? planSession(ctx, { ...plan, ...words, modality: "remote", roomId: null, equipment: [] })
        : planSession(ctx, { ...plan, ...words, modality: "in_person", roomId, equipment });
    },
    answer: async (ctx) => {
      const { id, version } = await anyOf("booking", "status = 'requested'");
      return answerRequest(ctx, id, { confirm: below(2) === 0, version });
    },
    moveRoom: async (ctx) => {
      const { rooms } = house();
      const { id, version } = await anyOf("booking", `room_id = '${some(rooms).id}'`);
      const { start, end, people, roomId } = input(rooms);
      return changeBooking(ctx, id, { start, end, people, roomId, version });
    },
    cancelAny: async (ctx) => cancelBooking(ctx, await anyId("booking", "status = 'confirmed'")),
    checkIn: async (ctx) => checkIn(ctx, await anyId("booking", "status = 'confirmed'")),
    reopen: (ctx) => reopen(ctx, closures.shift() ?? crypto.randomUUID()),
    changeSeries: async (ctx) => {
      const { id, version } = await anyOf("series", "cancelled_at is null");
      const from = Temporal.PlainTime.from({ hour: 9 + below(7) });
      const change = { scope: "all" as const, version, from, to: from.add({ hours: 1 }) };
      return changeSeries(ctx, id, change, choice());
    },
    splitSeries: async (ctx) => {
      const { id, version } = await anyOf("series", "cancelled_at is null");
      const { rows } = await db.execute<{ at: string }>(sql`
        select to_json(occurrence) #>> '{}' as at from booking where series_id = ${id} order by random() limit 1`);
      const occurrence = Temporal.PlainDateTime.from(rows[0]?.at ?? START);
      const scope = some(["this", "following"] as const);
      const from = Temporal.PlainTime.from({ hour: 9 + below(7) });
      const change = { scope, occurrence, version, from, to: from.add({ hours: 1 }) };
      return changeSeries(ctx, id, change, choice());
    },
    lookAtSeries: async (ctx) => {
      const { id, version } = await anyOf("series", "cancelled_at is null");
      return previewChange(ctx, id, { scope: "all", version, people: 1 + below(5) });
    },
    cancelSeries: async (ctx) => {
      const { id, version } = await anyOf("series", "cancelled_at is null");
      return cancelSeries(ctx, id, { scope: "all", version });
    },
    cancelSession: async (ctx) => cancelSession(ctx, await anyId("session", "status = 'planned'")),
    /** Somebody who came, booked, enrolled, and wants to be forgotten. */
    erase: async (ctx) => {
      const actor = await given.person();
      const guest = { ...ctx, actor };
      await requestBooking(guest, input()).catch(onlyRefused);
      await enrol(guest, await anyId("session")).catch(onlyRefused);
      await erasePerson(ctx, actor.personId);
    },
  };

  const result: Storm = { done: {}, refused: {}, faults: [] };
  const count = (counts: Record<string, number>, name: string) => {
    counts[name] = (counts[name] ?? 0) + 1;
  };
  let minutes = 0;
  await Promise.all(
    people.map(async (person, at) => {
      const isStaff = at % EVERY === 0;
      const actor: PersonActor = isStaff ? staff : person;
      const everybodys = Object.entries(forEverybody);
      for (let step = 0; step < steps; step += 1) {
        const ctx: Context = { actor, db, now: now.add({ minutes }), requestId: `${at}-${step}` };
        minutes += 1;
        const deeds = isStaff && below(4) > 0 ? Object.entries(forStaff) : everybodys;
        // Each begins with something else, so that all of it is done at least once.
        const [name, deed] =
          (step === 0 && deeds[Math.floor(at / EVERY) % deeds.length]) || some(deeds);
        try {
          await deed(ctx, actor.personId);
          count(result.done, name);
        } catch (error) {
          if (error instanceof DomainError) count(result.refused, name);
          else result.faults.push(`${name}: ${JSON.stringify(databaseFault(error))} ${error}`);
        }
      }
    }),
  );
  return result;
}

function onlyRefused(error: unknown): void {
  if (!(error instanceof DomainError)) throw error;
}
