import { eq, sql } from "drizzle-orm";
import ICAL from "ical.js";
import { describe, expect } from "vitest";
import { bookings, coOrganisers } from "#db/schema/booking.ts";
import { addQuota } from "#lib/booking/allocation/limits.ts";
import { quotaInput } from "#lib/booking/allocation/schema.ts";
import { eraseMyself } from "#lib/evidence/privacy/erasure.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { deliverNext } from "#lib/foundation/notifications/deliver.ts";
import type { Mail } from "#lib/foundation/platform/queues/outbox.ts";
import { TEMPLATES } from "#lib/worker/templates.ts";
import { NOW, test } from "#testing/database.ts";
import type { Given } from "#testing/given.ts";
import { cancelBooking, changeBooking } from "./commands.ts";
import {
  acceptProposal,
  proposalsOf,
  proposeBooking,
  proposedToMe,
  refuseProposal,
  withdrawProposal,
} from "./proposals.ts";
import { findBooking, readBooking } from "./queries.ts";
import { requestBooking } from "./requesting.ts";
import { sweepBookings } from "./sweep.ts";

const at = (time: string) => Temporal.Instant.from(`2026-03-03T${time}:00+01:00`);
const asked = (roomId: string, start = "10:00", end = "11:00") => ({
  roomId,
  start: at(start),
  end: at(end),
  people: 4,
  equipment: [],
  purpose: "",
});
const refused = (code: string) => ({ reason: { code } });
const later = Temporal.Now.instant().add({ hours: 24 });

type Letter = Mail & { to: string };

async function letters(ctx: Context): Promise<Letter[]> {
  const sent: Letter[] = [];
  while (await deliverNext(ctx.db, TEMPLATES, async (mail) => void sent.push(mail), later));
  return sent;
}

/** What the calendar of a reader is told: the method, and the event's UID, SEQUENCE and STATUS. */
function toldCalendar({ invitation }: Letter) {
  if (!invitation) return null;
  const calendar = new ICAL.Component(ICAL.parse(invitation.content));
  const event = calendar.getFirstSubcomponent("vevent")!;
  return {
    method: calendar.getFirstPropertyValue("method"),
    uid: event.getFirstPropertyValue("uid"),
    sequence: Number(event.getFirstPropertyValue("sequence")),
    status: event.getFirstPropertyValue("status"),
  };
}

async function two(ctx: Context, given: Given, room: Parameters<Given["room"]>[0] = {}) {
  const { id: roomId, spaceId } = await given.room(room);
  const lien = given.as(ctx, await given.person([], { email: "lien@trivium.test" }));
  const fien = given.as(ctx, await given.person([], { email: "fien@trivium.test" }));
  return { roomId, spaceId, lien, fien };
}

const give = (ctx: Context, id: string, email = "fien@trivium.test") =>
  proposeBooking(ctx, id, { email, kind: "hand_over" });
const onlyTo = async (ctx: Context) => (await proposedToMe(ctx))[0]!.id;
const personOf = (ctx: Context) => (ctx.actor as { personId: string }).personId;

describe("a booking that is given to somebody", () => {
  test("is theirs once they say yes; both are told, and it leaves the calendar of whose it was", async ({
    ctx,
    given,
  }) => {
    const { roomId, lien, fien } = await two(ctx, given);
    const { id } = await requestBooking(lien, asked(roomId));
    const [first] = await letters(ctx);
    await give(lien, id);
    expect((await readBooking(ctx.db, id))?.bookedBy).toBe(personOf(lien));
    expect(await findBooking(fien, id)).toBeNull();
    expect((await letters(ctx)).map(({ to, invitation }) => [to, invitation])).toEqual([
      ["fien@trivium.test", undefined],
    ]);

    await acceptProposal(fien, await onlyTo(fien));
    expect(await findBooking(lien, id)).toBeNull();
    expect(await findBooking(fien, id)).toMatchObject({
      status: "confirmed",
      bookedBy: personOf(fien),
    });
    const sent = await letters(ctx);
    const byReader = new Map(sent.map((letter) => [letter.to, toldCalendar(letter)]));
    const before = toldCalendar(first!)!;
    const gone = byReader.get("lien@trivium.test")!;
    expect(gone).toMatchObject({ method: "CANCEL", uid: before.uid, status: "CANCELLED" });
    expect(gone.sequence).toBeGreaterThan(before.sequence);
    expect(byReader.get("fien@trivium.test")).toMatchObject({
      method: "REQUEST",
      uid: before.uid,
      status: "CONFIRMED",
    });
    // And once more: what is answered is over.
    expect(await proposedToMe(fien)).toEqual([]);
  });

  test("tells whose it was also when it changed again before the letters left", async ({
    ctx,
    given,
  }) => {
    const { roomId, lien, fien } = await two(ctx, given);
    const { id } = await requestBooking(lien, asked(roomId));
    await letters(ctx);
    await give(lien, id);
    await acceptProposal(fien, await onlyTo(fien));
    const { version } = (await findBooking(fien, id))!;
    await changeBooking(fien, id, { start: at("11:00"), end: at("12:00"), people: 4, version });
    await cancelBooking(fien, id);
    const toLien = (await letters(ctx)).filter(({ to }) => to === "lien@trivium.test");
    expect(toLien.map((letter) => toldCalendar(letter)?.method)).toEqual(["CANCEL"]);
  });

  test.for([
    ["refused", (fien: Context, _: Context, id: string) => refuseProposal(fien, id)],
    ["taken back", (_: Context, lien: Context, id: string) => withdrawProposal(lien, id)],
  ] as const)("and is %s, stays whose it was", async ([what, answer], { ctx, given }) => {
    const { roomId, lien, fien } = await two(ctx, given);
    const { id } = await requestBooking(lien, asked(roomId));
    await give(lien, id);
    await letters(ctx);
    const proposal = await onlyTo(fien);
    await answer(fien, lien, proposal);
    expect((await readBooking(ctx.db, id))?.bookedBy).toBe(personOf(lien));
    await expect(acceptProposal(fien, proposal)).rejects.toMatchObject(
      refused("booking.proposal_is_over"),
    );
    expect((await letters(ctx)).map(({ to }) => to)).toEqual(
      what === "refused" ? ["lien@trivium.test"] : [],
    );
  });

  test("nobody answers: it is over after a week, alike for a known address and an unknown one", async ({
    ctx,
    given,
  }) => {
    const { roomId, lien, fien } = await two(ctx, given);
    const far = (time: string) => at(time).add({ hours: 24 * 10 });
    const input = { ...asked(roomId), start: far("10:00"), end: far("11:00") };
    const [one, other] = [
      await requestBooking(lien, input),
      await requestBooking(lien, { ...input, start: far("12:00"), end: far("13:00") }),
    ];
    await give(lien, one.id);
    await give(lien, other.id, "nobody@trivium.test");
    const shown = async ({ id }: { id: string }) =>
      (await proposalsOf(lien, (await findBooking(lien, id))!)).map(
        ({ id: _, ...proposal }) => proposal,
      );
    expect(await shown(one)).toEqual(await shown(other));
    await letters(ctx);
    await sweepBookings(ctx.db, NOW.add({ hours: 24 * 7 + 1 }));
    const said = (await letters(ctx)).filter(({ subject }) => !subject.includes("morgen"));
    expect(said.map(({ to }) => to)).toEqual(["lien@trivium.test", "lien@trivium.test"]);
    expect(said[0]?.subject).toBe(said[1]?.subject);
    expect(await proposedToMe(fien)).toEqual([]);
  });

  test("is for whose it is and for staff to give; not for whoever shares it, nor for a helper", async ({
    ctx,
    given,
  }) => {
    const { roomId, spaceId, lien, fien } = await two(ctx, given);
    const { id } = await requestBooking(lien, asked(roomId));
    await proposeBooking(lien, id, { email: "fien@trivium.test", kind: "share" });
    expect(await findBooking(fien, id)).toBeNull();
    await acceptProposal(fien, await onlyTo(fien));
    expect(await findBooking(fien, id)).not.toBeNull();
    for (const kind of ["hand_over", "share"] as const)
      await expect(
        proposeBooking(fien, id, { email: "fien@trivium.test", kind }),
      ).rejects.toMatchObject(refused("booking.only_whose_it_is"));
    const helper = given.as(ctx, await given.person());
    await ctx.db.execute(sql`insert into mandate (person_id, helper_id, expires_at)
      values (${personOf(lien)}, ${personOf(helper)}, ${NOW.add({ hours: 24 }).toString()}::timestamptz)`);
    await expect(give(helper, id)).rejects.toMatchObject(refused("booking.only_whose_it_is"));
    const stranger = given.as(ctx, await given.person());
    await expect(give(stranger, id)).rejects.toMatchObject(refused("booking.unknown"));

    await letters(ctx);
    await give(given.as(ctx, await given.staff(spaceId)), id);
    await acceptProposal(fien, await onlyTo(fien));
    const cancelled = (await letters(ctx)).find(
      (letter) => toldCalendar(letter)?.method === "CANCEL",
    );
    expect(cancelled?.to).toBe("lien@trivium.test");
    // Who shared it has it now, once.
    expect(await ctx.db.select().from(coOrganisers).where(eq(coOrganisers.bookingId, id))).toEqual(
      [],
    );
  });

  test("is answered by nobody else, ten times an hour, and never for a session", async ({
    ctx,
    given,
  }) => {
    const { roomId, spaceId, lien, fien } = await two(ctx, given);
    const { id } = await requestBooking(lien, asked(roomId));
    await give(lien, id);
    const proposal = await onlyTo(fien);
    await expect(
      acceptProposal(given.as(ctx, await given.person()), proposal),
    ).rejects.toMatchObject({
      kind: "not_found",
    });
    await expect(refuseProposal(lien, proposal)).rejects.toMatchObject({ kind: "not_found" });
    for (let more = 2; more <= 10; more += 1) await give(lien, id, `${more}@trivium.test`);
    await expect(give(lien, id, "11@trivium.test")).rejects.toMatchObject({ kind: "rate_limited" });
    await expect(give(lien, id)).rejects.toMatchObject({ kind: "rate_limited" });
    // The last one to take it over is the one that counts.
    expect(await proposedToMe(fien)).toEqual([]);

    const staff = given.as(ctx, await given.staff(spaceId));
    const lesson = await requestBooking(staff, asked(roomId, "14:00", "15:00"));
    await ctx.db.execute(sql`insert into session (space_id, booking_id, facilitator_id, title, topic, modality, language, places, during)
      select space_id, id, booked_by, '{"nl":"Les"}', 'digital', 'in_person', 'nl', 4, during from booking where id = ${lesson.id}`);
    await expect(give(staff, lesson.id)).rejects.toMatchObject(
      refused("booking.goes_with_session"),
    );
  });

  test("is answered when it has been cancelled or is over: there is nothing to take", async ({
    ctx,
    given,
  }) => {
    const { roomId, lien, fien } = await two(ctx, given);
    const { id } = await requestBooking(lien, asked(roomId));
    await give(lien, id);
    const proposal = await onlyTo(fien);
    await expect(acceptProposal({ ...fien, now: at("11:00") }, proposal)).rejects.toMatchObject({
      kind: "not_found",
    });
    await cancelBooking(lien, id);
    await expect(acceptProposal(fien, proposal)).rejects.toMatchObject({ kind: "not_found" });
  });
});

describe("whoever takes a booking over is asked their own rules", () => {
  test("a limit, missed bookings, whom the room is for, whom it is kept for", async ({
    ctx,
    given,
  }) => {
    const { roomId, spaceId, lien, fien } = await two(ctx, given);
    const admin = given.as(ctx, await given.person([{ role: "administrator", spaceId: null }]));
    const { id } = await requestBooking(lien, asked(roomId));
    await give(lien, id);
    const proposal = await onlyTo(fien);
    const takes = () => acceptProposal(fien, proposal);

    await ctx.db.execute(sql`update resource set bookable_by = 'staff' where id = ${roomId}`);
    await expect(takes()).rejects.toMatchObject(refused("booking.not_for_you"));
    await ctx.db.execute(sql`update resource set bookable_by = 'everyone' where id = ${roomId}`);

    await ctx.db.execute(sql`update space set missed_allowed = 0 where id = ${spaceId}`);
    const missed = { spaceId, roomId, people: 1, bookedBy: personOf(fien), status: "missed" };
    await ctx.db.insert(bookings).values({
      ...missed,
      during: { start: NOW.subtract({ hours: 48 }), end: NOW.subtract({ hours: 47 }) },
    });
    await expect(takes()).rejects.toMatchObject(refused("booking.missed_too_often"));
    await ctx.db.execute(sql`update booking set forgiven_at = now() where status = 'missed'`);

    await addQuota(
      admin,
      spaceId,
      quotaInput.parse({ counts: "person", period: "week", maxBookings: "1", maxHours: "" }),
    );
    const own = await requestBooking(fien, asked(roomId, "15:00", "16:00"));
    await expect(takes()).rejects.toMatchObject(refused("booking.quota_bookings_week"));
    await cancelBooking(fien, own.id);

    await takes();
    expect(await findBooking(fien, id)).toMatchObject({ status: "confirmed" });
  });

  test("the room asks for a yes again, unless the staff gave it", async ({ ctx, given }) => {
    const { roomId, spaceId, lien, fien } = await two(ctx, given, { needsApproval: true });
    const staff = given.as(ctx, await given.staff(spaceId));
    const mine = await requestBooking(lien, asked(roomId));
    await ctx.db.execute(
      sql`update booking set status = 'confirmed', answer_by = null where id = ${mine.id}`,
    );
    await give(lien, mine.id);
    await acceptProposal(fien, await onlyTo(fien));
    expect(await findBooking(fien, mine.id)).toMatchObject({
      status: "requested",
      answerBy: at("10:00"),
    });

    const theirs = await requestBooking(staff, {
      ...asked(roomId, "14:00", "15:00"),
      for: personOf(lien),
    });
    await give(staff, theirs.id);
    await acceptProposal(fien, await onlyTo(fien));
    expect(await findBooking(fien, theirs.id)).toMatchObject({ status: "confirmed" });
  });
});

test.for(["share", "hand_over"] as const)(
  "whoever would %s a booking, twice and again, sees the same for an address that somebody has and one that nobody has",
  async (kind, { ctx, given }) => {
    const { roomId, spaceId, lien, fien } = await two(ctx, given);
    const { id } = await requestBooking(lien, asked(roomId));
    const staff = given.as(ctx, await given.staff(spaceId));
    const shown = async (who: Context) =>
      (await proposalsOf(who, (await findBooking(who, id))!)).map((proposal) => proposal.kind);
    const after = async (who: Context, email: string) => {
      const seen: unknown[] = [];
      for (const address of [email, email.toUpperCase()]) {
        await proposeBooking(who, id, { email: address, kind });
        seen.push(await shown(who));
      }
      for (const proposal of await proposalsOf(who, (await findBooking(who, id))!))
        await withdrawProposal(who, proposal.id);
      return seen;
    };
    const expected = [[kind], [kind]];
    expect(await after(lien, "nobody@trivium.test")).toEqual(expected);
    expect(await after(lien, "fien@trivium.test")).toEqual(expected);
    // Nor do the staff learn which address whoever booked has.
    expect(await after(staff, "lien@trivium.test")).toEqual(expected);
    await expect(
      proposeBooking(lien, id, { email: "lien@trivium.test", kind }),
    ).rejects.toMatchObject(refused("booking.is_theirs_already"));
    expect(await proposedToMe(fien)).toEqual([]);
  },
);

test("a booking offered to somebody who is erased goes on waiting, as for an address nobody has", async ({
  ctx,
  given,
}) => {
  const { roomId, lien, fien } = await two(ctx, given);
  const { id } = await requestBooking(lien, asked(roomId));
  await give(lien, id);
  await eraseMyself(fien);
  expect(await proposalsOf(lien, (await findBooking(lien, id))!)).toMatchObject([
    { kind: "hand_over" },
  ]);
});

test("who looks after a booking with somebody hears of every change, and has it leave their calendar", async ({
  ctx,
  given,
}) => {
  const { roomId, lien, fien } = await two(ctx, given);
  const { id } = await requestBooking(lien, asked(roomId));
  await proposeBooking(lien, id, { email: "fien@trivium.test", kind: "share" });
  await acceptProposal(fien, await onlyTo(fien));
  await letters(ctx);
  await changeBooking(lien, id, { start: at("12:00"), end: at("13:00"), people: 4, version: 1 });
  const methods = async () =>
    new Map((await letters(ctx)).map((letter) => [letter.to, toldCalendar(letter)?.method]));
  expect(Object.fromEntries(await methods())).toEqual({
    "lien@trivium.test": "REQUEST",
    "fien@trivium.test": "REQUEST",
  });
  await cancelBooking(lien, id);
  expect(Object.fromEntries(await methods())).toEqual({
    "lien@trivium.test": "CANCEL",
    "fien@trivium.test": "CANCEL",
  });
});

test("a disabled person is nobody", async ({ ctx, given }) => {
  const { roomId, lien, fien } = await two(ctx, given);
  const { id } = await requestBooking(lien, asked(roomId));
  await ctx.db.execute(sql`update person set disabled_at = now() where id = ${personOf(fien)}`);
  await give(lien, id);
  expect(await proposedToMe(fien)).toEqual([]);
});
