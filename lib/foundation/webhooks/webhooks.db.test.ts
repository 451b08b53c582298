import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestListener,
} from "node:http";
import type { AddressInfo } from "node:net";
import { eq } from "drizzle-orm";
import { describe, expect, test as plain } from "vitest";
import { webhookDeliveries, webhooks } from "#db/schema/webhooks.ts";
import { cancelBooking, changeBooking } from "#lib/booking/bookings/commands.ts";
import { requestBooking } from "#lib/booking/bookings/requesting.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { type Guard, postSigned } from "#lib/foundation/platform/http/signed-post.ts";
import { NOW, test } from "#testing/database.ts";
import { type Given, givenOn } from "#testing/given.ts";
import { freshDatabase } from "#testing/postgres-database.ts";
import { isSignedBy } from "#testing/webhook-receiver.ts";
import {
  addWebhook,
  removeWebhook,
  rotateSecret,
  sendAgain,
  sendTest,
  setWebhookActive,
} from "./commands.ts";
import { claimWebhooks, deliverTo, runWebhooks, WEBHOOK_ATTEMPTS } from "./deliver.ts";
import { deliveriesOf, webhooksOf } from "./queries.ts";

/** The machine the tests run on: closed to everybody else. */
const LOCAL: Guard = {
  protocols: ["http:"],
  isAllowed: () => true,
  resolve: async () => ["127.0.0.1"],
};
const toLocal = (message: Parameters<typeof postSigned>[0]) => postSigned(message, LOCAL);
const EVENTS = ["booking.confirmed", "booking.changed", "booking.cancelled"] as const;
const at = (time: string) => Temporal.Instant.from(`2026-03-03T${time}:00+01:00`);
const later = (hours = 1) => Temporal.Now.instant().add({ hours });

async function listening(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://receiver.example:${port}/in`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text;
}

async function spaceWithWebhook(given: Given, ctx: Context, url: string) {
  const room = await given.room();
  const manager = given.as(ctx, await given.staff(room.spaceId));
  const { id, secret } = await addWebhook(
    manager,
    room.spaceId,
    { url, events: [...EVENTS] },
    LOCAL,
  );
  const input = {
    roomId: room.id,
    start: at("10:00"),
    end: at("11:00"),
    people: 4,
    equipment: [],
    purpose: "with Jeanne",
  };
  return { room, manager, id, secret, input };
}

async function deliverAll(ctx: Context, now = later()): Promise<void> {
  for (const claimed of await claimWebhooks(ctx.db, now, 10))
    await deliverTo(ctx.db, claimed, toLocal, () => now);
}

test("each change of a booking arrives once, signed, in order, without a name", async ({
  ctx,
  given,
}) => {
  const received: { body: string; headers: IncomingHttpHeaders }[] = [];
  await using receiver = await listening(async (request, answer) => {
    received.push({ body: await bodyOf(request), headers: request.headers });
    answer.writeHead(204).end();
  });
  const { secret, input, room } = await spaceWithWebhook(given, ctx, receiver.url);
  const other = await given.room();

  const booking = await requestBooking(ctx, input);
  await changeBooking(ctx, booking.id, {
    start: at("12:00"),
    end: at("13:00"),
    people: 5,
    version: 1,
  });
  await cancelBooking(ctx, booking.id);
  await requestBooking(ctx, { ...input, roomId: other.id });
  await deliverAll(ctx);
  await deliverAll(ctx);

  const events = received.map(({ body }) => JSON.parse(body));
  expect(events.map(({ event }) => event)).toEqual([
    "booking.confirmed",
    "booking.changed",
    "booking.cancelled",
  ]);
  expect(events[1]).toMatchObject({
    id: received[1]?.headers["webhook-id"],
    data: {
      bookingId: booking.id,
      roomId: room.id,
      spaceId: room.spaceId,
      people: 5,
      status: "confirmed",
    },
  });
  expect(Temporal.Instant.from(events[1].data.start).equals(at("12:00"))).toBe(true);
  const seconds = Temporal.Now.instant().epochMilliseconds / 1000;
  for (const { body, headers } of received) {
    expect(isSignedBy(secret, headers, body, seconds)).toBe(true);
    expect(isSignedBy("whsec_b3RoZXI=", headers, body, seconds)).toBe(false);
    expect(isSignedBy(secret, headers, `${body} `, seconds)).toBe(false);
    expect(isSignedBy(secret, headers, body, seconds + 301)).toBe(false);
    expect(body).not.toMatch(/Jeanne|Noor/);
  }
});

test("what is rolled back tells nobody", async ({ ctx, given }) => {
  const { input } = await spaceWithWebhook(given, ctx, "http://receiver.example/in");
  const undone = ctx.db.transaction(async (db) => {
    await requestBooking({ ...ctx, db }, input);
    throw new Error("something else went wrong");
  });
  await expect(undone).rejects.toThrow("something else");
  expect(await ctx.db.$count(webhookDeliveries)).toBe(0);
  await requestBooking(ctx, input);
  expect(await ctx.db.$count(webhookDeliveries)).toBe(1);
});

test("what does not arrive is tried again, given up at last, and sent again by hand under its id", async ({
  ctx,
  given,
}) => {
  let status = 500;
  const ids: string[] = [];
  await using receiver = await listening((request, answer) => {
    ids.push(String(request.headers["webhook-id"]));
    answer.writeHead(status, { location: "http://127.0.0.1/elsewhere" }).end("no");
  });
  const { manager, room, input } = await spaceWithWebhook(given, ctx, receiver.url);
  await requestBooking(ctx, input);

  let now = later();
  for (let attempt = 1; attempt <= WEBHOOK_ATTEMPTS; attempt += 1) {
    // A redirect is followed as little as a refusal.
    status = attempt % 2 ? 500 : 302;
    await deliverAll(ctx, now);
    await deliverAll(ctx, now);
    now = now.add({ hours: 24 });
  }
  await deliverAll(ctx, now.add({ hours: 24 * 30 }));
  expect(ids).toHaveLength(WEBHOOK_ATTEMPTS);
  expect(await webhooksOf(manager, room.spaceId)).toMatchObject([{ waiting: 0, givenUp: 1 }]);
  const [delivery] = await deliveriesOf(manager, room.spaceId);
  expect(delivery).toMatchObject({ state: "givenUp", attempts: WEBHOOK_ATTEMPTS, lastStatus: 302 });

  status = 200;
  await expect(sendAgain(ctx, delivery!.id)).rejects.toMatchObject({ kind: "forbidden" });
  await sendAgain(manager, delivery!.id);
  await deliverAll(ctx, now);
  expect(new Set(ids)).toEqual(new Set([delivery!.id]));
  expect(await deliveriesOf(manager, room.spaceId)).toMatchObject([
    { state: "delivered", lastError: null },
  ]);
});

describe("an address", () => {
  const NAMES: Record<string, string[]> = {
    "inside.example": ["10.0.0.8"],
    "half.example": ["93.184.215.14", "127.0.0.1"],
    "gone.example": [],
    "open.example": ["93.184.215.14"],
  };
  const guard = async (): Promise<Guard> => {
    const { PUBLIC_ONLY } = await import("#lib/foundation/platform/http/signed-post.ts");
    return { ...PUBLIC_ONLY, resolve: async (host) => NAMES[host] ?? [] };
  };

  test.for([
    ["http://open.example/", "common.not_https"],
    ["ftp://open.example/", "common.not_https"],
    ["https://user:word@open.example/", "common.not_https"],
    ["not an address", "common.not_https"],
    ["https://127.0.0.1/", "common.address_not_public"],
    ["https://2130706433/", "common.address_not_public"],
    ["https://0x7f.1/", "common.address_not_public"],
    ["https://[::1]/", "common.address_not_public"],
    ["https://[::ffff:169.254.169.254]/", "common.address_not_public"],
    ["https://169.254.169.254/latest/meta-data", "common.address_not_public"],
    ["https://inside.example/", "common.address_not_public"],
    ["https://half.example/", "common.address_not_public"],
    ["https://gone.example/", "common.host_unknown"],
  ] as const)("like %s is refused", async ([url, code], { ctx, given }) => {
    const room = await given.room();
    const manager = given.as(ctx, await given.staff(room.spaceId));
    const add = addWebhook(
      manager,
      room.spaceId,
      { url, events: ["booking.confirmed"] },
      await guard(),
    );
    await expect(add).rejects.toMatchObject({ kind: "invalid", reason: { code } });
  });

  test("on the internet is taken, by whoever manages the space", async ({ ctx, given }) => {
    const room = await given.room();
    const add = async (actor: Context) =>
      addWebhook(
        actor,
        room.spaceId,
        { url: "https://open.example/in", events: ["booking.confirmed"] },
        await guard(),
      );
    const helper = given.as(
      ctx,
      await given.person([{ role: "facilitator", spaceId: room.spaceId }]),
    );
    await expect(add(helper)).rejects.toMatchObject({ kind: "forbidden" });
    const manager = given.as(ctx, await given.staff(room.spaceId));
    await expect(add(manager)).resolves.toMatchObject({ secret: expect.stringMatching(/^whsec_/) });
    for (let more = 1; more < 10; more += 1) await add(manager);
    await expect(add(manager)).rejects.toMatchObject({ reason: { code: "webhooks.too_many" } });
  });

  test("that moved inside since it was added is not spoken to", async () => {
    let reached = 0;
    await using receiver = await listening((_, answer) => {
      reached += 1;
      answer.end();
    });
    const message = { url: receiver.url, id: "1", body: "{}", secrets: ["s"] };
    // Looked up now as one's own machine; and a lookup that lies is caught when the connection
    // stands.
    const closed = { ...LOCAL, isAllowed: (address: string) => !address.startsWith("127.") };
    await expect(postSigned(message, closed)).rejects.toMatchObject({
      reason: { code: "common.address_not_public" },
    });
    const answers = [true];
    const lying = { ...LOCAL, isAllowed: () => answers.pop() ?? false };
    await expect(postSigned(message, lying)).rejects.toThrow("address not public");
    expect(reached).toBe(0);
    await expect(postSigned(message, LOCAL)).resolves.toBe(200);
  });
});

test("two secrets sign for a day after a change, then the new one alone", async ({
  ctx,
  given,
}) => {
  const {
    manager,
    id,
    secret: old,
  } = await spaceWithWebhook(given, ctx, "http://receiver.example/in");
  const { secret } = await rotateSecret(manager, id);
  await sendTest(manager, id);
  const [stored] = await ctx.db.select().from(webhooks).where(eq(webhooks.id, id));
  expect(JSON.stringify(stored)).not.toContain(secret.slice(6));
  const soon = NOW.add({ hours: 23 });
  await ctx.db.update(webhookDeliveries).set({ nextAttemptAt: NOW });
  expect(await claimWebhooks(ctx.db, soon, 10)).toMatchObject([{ secrets: [secret, old] }]);
  expect(await claimWebhooks(ctx.db, soon, 10)).toEqual([]);
  expect(await claimWebhooks(ctx.db, NOW.add({ hours: 25 }), 10)).toMatchObject([
    { secrets: [secret] },
  ]);
});

test("one that is paused or taken away is not told", async ({ ctx, given }) => {
  const { manager, id, input, room } = await spaceWithWebhook(
    given,
    ctx,
    "http://receiver.example/in",
  );
  await setWebhookActive(manager, id, false);
  const { id: bookingId } = await requestBooking(ctx, input);
  expect(await ctx.db.$count(webhookDeliveries)).toBe(0);
  await setWebhookActive(manager, id, true);
  await cancelBooking(ctx, bookingId);
  expect(await deliveriesOf(manager, room.spaceId)).toMatchObject([
    { event: "booking.cancelled", bookingId },
  ]);
  await removeWebhook(manager, id);
  expect(await ctx.db.$count(webhookDeliveries)).toBe(0);
});

plain(
  "an address that never answers delays nobody, and the worker ends when told",
  { timeout: 30_000 },
  async () => {
    const database = await freshDatabase();
    const { db } = database.connect(4);
    const given = givenOn(db);
    const ctx: Context = { actor: await given.person(), now: NOW, db, requestId: "test" };
    const arrived = Promise.withResolvers<void>();
    let hanging = 0;
    await using silent = await listening(() => {
      hanging += 1;
    });
    await using quick = await listening((_, answer) => {
      answer.end();
      arrived.resolve();
    });
    const dead = await spaceWithWebhook(given, ctx, silent.url);
    const alive = await spaceWithWebhook(given, ctx, quick.url);
    for (const _ of [1, 2, 3]) await sendTest(dead.manager, dead.id);
    const stop = new AbortController();
    const ended = runWebhooks(db, stop.signal, { post: toLocal });
    await expect.poll(() => hanging, { timeout: 5_000 }).toBe(1);
    await sendTest(alive.manager, alive.id);
    await arrived.promise;
    expect(await deliveriesOf(dead.manager, dead.room.spaceId)).toMatchObject([
      { attempts: 0 },
      { attempts: 0 },
      { attempts: 0 },
    ]);
    stop.abort();
    await ended;
    // One try of five seconds, and the rest waits with it.
    const after = await deliveriesOf(dead.manager, dead.room.spaceId);
    expect(after.map(({ attempts }) => attempts).sort()).toEqual([0, 0, 1]);
    expect(hanging).toBe(1);
    await database.drop();
  },
);
