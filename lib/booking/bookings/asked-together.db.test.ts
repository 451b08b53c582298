import { eq } from "drizzle-orm";
import { expect } from "vitest";
import { bookingQuotas } from "#db/schema/allocation.ts";
import { accessTokens, organisations, roleAssignments } from "#db/schema/identity.ts";
import { resources } from "#db/schema/spaces.ts";
import {
  bookableRooms,
  type RoomFacts,
  roomsToBook,
} from "#lib/booking/allocation/rooms-to-book.ts";
import { keepForGroup } from "#lib/booking/closures/blockings.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { ACTIONS } from "#lib/foundation/identity/permission/policy.ts";
import { actorByPerson, askerByAccessToken } from "#lib/foundation/identity/sign-in/askers.ts";
import { newToken, sha256 } from "#lib/foundation/platform/secrets/hash.ts";
import { NOW, test } from "#testing/database.ts";
import { givenOn } from "#testing/given.ts";
import { factsForBooking, requestBooking } from "./requesting.ts";

const at = (time: string) => Temporal.Instant.from(`2026-03-03T${time}:00+01:00`);

const anHourIn = (roomId: string) => ({
  ...{ roomId, start: at("10:00"), end: at("11:00") },
  ...{ people: 4, equipment: [], purpose: "" },
});

test("what is asked of rooms together with who asks is what is asked of them alone, and books the same", async ({
  ctx,
  given,
}) => {
  const { id: organisationId } = await ctx.db
    .insert(organisations)
    .values({ name: "Co-op", country: "BE" })
    .returning()
    .then(([row]) => row!);
  const first = await given.room({ features: ["projector", "whiteboard"], bufferMinutes: 15 });
  const { spaceId } = first;
  const members = await given.room({ spaceId, bookableBy: "organisation", organisationId });
  const broken = await given.room({ spaceId, needsApproval: true });
  await ctx.db
    .update(resources)
    .set({ outOfServiceReason: "leak", outOfServiceUntil: at("08:00") })
    .where(eq(resources.id, broken.id));
  const manager = await given.staff(spaceId);
  const [member, other] = [await given.person(), await given.person()];
  await ctx.db
    .insert(roleAssignments)
    .values({ personId: member.personId, role: "partner", organisationId });
  await ctx.db
    .insert(bookingQuotas)
    .values({ spaceId, period: "day", maxBookings: 5, role: "manager" });
  await keepForGroup(given.as(ctx, manager), {
    spaceId,
    roomIds: [first.id],
    from: Temporal.PlainDateTime.from("2026-03-03T14:00"),
    to: Temporal.PlainDateTime.from("2026-03-03T15:00"),
    repeat: "once",
    until: null,
    title: "Repair café",
    organisationId,
    role: null,
    emails: [],
  });
  const time = { start: at("10:00"), end: at("15:00") };
  const resourceIds = [first.id, members.id, broken.id];
  const asked = {
    roomId: first.id,
    resources: resourceIds,
    ...time,
    people: 4,
    equipment: [],
    purpose: "",
  };

  for (const { personId } of [member, other, manager])
    for (const forWhom of [undefined, other.personId]) {
      const token = newToken();
      await ctx.db
        .insert(accessTokens)
        .values({ personId, name: "test", scopes: [...ACTIONS], tokenHash: sha256(token) });
      const request = { ...asked, ...(forWhom ? { for: forWhom } : {}) };
      const found = await askerByAccessToken<RoomFacts>(ctx.db, token, NOW, (id) =>
        factsForBooking(ctx, request, id, { isContested: false }),
      );
      const actor = await actorByPerson(ctx.db, personId);
      expect(found?.actor).toEqual({ ...actor, scopes: [...ACTIONS] });
      const theirs: Context = { ...ctx, actor: found!.actor };
      const alone = await bookableRooms(theirs, resourceIds, time, forWhom ?? personId);
      expect(roomsToBook(theirs, resourceIds, found!.rows)).toMatchObject(alone);
      // They differ in what the cases are about, or nothing would be shown.
      expect(alone.map(({ mayBook }) => mayBook)).toEqual([
        true,
        personId === manager.personId || (personId === member.personId && !forWhom),
        true,
      ]);
    }

  const token = newToken();
  await ctx.db.insert(accessTokens).values({
    personId: other.personId,
    name: "test",
    scopes: [...ACTIONS],
    tokenHash: sha256(token),
  });
  const request = {
    roomId: first.id,
    start: at("10:00"),
    end: at("11:00"),
    people: 4,
    equipment: [],
    purpose: "",
  };
  const found = await askerByAccessToken<RoomFacts>(ctx.db, token, NOW, (id) =>
    factsForBooking(ctx, request, id, { isContested: false }),
  );
  const theirs: Context = { ...ctx, actor: found!.actor };
  const booked = await requestBooking(theirs, request, undefined, found!.rows);
  expect(booked.status).toBe("confirmed");
  // What was found a moment ago says nothing of who was first.
  await expect(requestBooking(theirs, request, undefined, found!.rows)).rejects.toMatchObject({
    reason: { code: "booking.slot_taken" },
  });
});

test("a token that nobody holds any more opens nothing, whatever is asked beside it", async ({
  ctx,
  given,
}) => {
  const { personId } = await given.person();
  const room = await given.room();
  const tokens = { revoked: newToken(), expired: newToken() };
  const token = { personId, name: "test", scopes: [...ACTIONS] };
  await ctx.db.insert(accessTokens).values([
    { ...token, tokenHash: sha256(tokens.revoked), revokedAt: NOW },
    { ...token, tokenHash: sha256(tokens.expired), expiresAt: NOW.subtract({ minutes: 1 }) },
  ]);
  const request = anHourIn(room.id);
  for (const each of [...Object.values(tokens), newToken()])
    expect(
      await askerByAccessToken(ctx.db, each, NOW, (id) =>
        factsForBooking(ctx, request, id, { isContested: false }),
      ),
    ).toBeNull();
});

test("a booking asks the database two questions, and one that comes too late no more", async ({
  database,
}) => {
  const { db, pool } = database.connect(1);
  const given = givenOn(db);
  const room = await given.room();
  const ctx = { now: NOW, db, requestId: "test" };
  const questions: string[] = [];
  const client = await pool.connect();
  const query = client.query.bind(client) as (...args: unknown[]) => unknown;
  client.query = ((statement: string | { text: string }, ...more: unknown[]) => {
    questions.push(typeof statement === "string" ? statement : statement.text);
    return query(statement, ...more);
  }) as typeof client.query;
  client.release();
  const request = anHourIn(room.id);
  const tokens = [newToken(), newToken()];
  for (const token of tokens)
    await db.insert(accessTokens).values({
      personId: (await given.person()).personId,
      name: "test",
      scopes: [...ACTIONS],
      tokenHash: sha256(token),
      // That a token is in use is written down now and then, not at each booking.
      lastUsedAt: NOW,
    });
  const book = async (token: string, isContested: boolean) => {
    questions.length = 0;
    const found = await askerByAccessToken<RoomFacts>(db, token, NOW, (id) =>
      factsForBooking(ctx, request, id, { isContested }),
    );
    return requestBooking({ ...ctx, actor: found!.actor }, request, undefined, found!.rows);
  };
  const [first, second] = tokens as [string, string];

  expect(await book(first, false)).toMatchObject({ status: "confirmed" });
  expect(questions).toHaveLength(2);
  // Who they are with what they ask for, and then what else is free.
  await expect(book(second, true)).rejects.toMatchObject({
    reason: { code: "booking.slot_taken" },
  });
  expect(questions).toHaveLength(2);
});
