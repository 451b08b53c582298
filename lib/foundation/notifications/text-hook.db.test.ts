import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "vitest";
import { outboxMessages } from "#db/schema/platform.ts";
import { answerRequest } from "#lib/booking/bookings/approvals.ts";
import { bookAsGuest, openGuestBooking } from "#lib/booking/bookings/guest-requests.ts";
import { composeBookingMail } from "#lib/booking/bookings/mails.ts";
import { requestBooking } from "#lib/booking/bookings/requesting.ts";
import type { Guard } from "#lib/foundation/platform/http/signed-post.ts";
import { test } from "#testing/database.ts";
import { isSignedBy } from "#testing/webhook-receiver.ts";
import { deliverNext } from "./deliver.ts";
import { textHook } from "./text-hook.ts";

const LOCAL: Guard = {
  protocols: ["http:"],
  isAllowed: () => true,
  resolve: async () => ["127.0.0.1"],
};
const SECRET = "a secret of sixteen or more";
const later = Temporal.Now.instant().add({ hours: 1 });
const at = (time: string) => Temporal.Instant.from(`2026-03-03T${time}:00+01:00`);

test("people with a number and no address get 160 characters in their language, signed; others a letter", async ({
  ctx,
  given,
}) => {
  let status = 503;
  const received: { body: string; headers: IncomingHttpHeaders }[] = [];
  const server = createServer(async (request, answer) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    received.push({ body, headers: request.headers });
    answer.writeHead(status).end();
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  const sendText = textHook({ url: `http://sms.example:${port}/send`, secret: SECRET }, LOCAL);

  const room = await given.room({ name: `Zaal ${"met een lange naam ".repeat(8)}` });
  const input = { roomId: room.id, start: at("10:00"), end: at("11:00"), people: 4, equipment: [] };
  const guest = {
    ...input,
    name: "Fatima",
    email: "",
    phone: "0470 12 34 56",
    locale: "fr" as const,
  };
  const visitor = { ...ctx, actor: { kind: "visitor" as const } };
  const { token } = await bookAsGuest(visitor, guest, crypto.randomUUID());
  const { booking } = await openGuestBooking(visitor, token!);
  // A number alone is not a proof: staff say yes, and then the message leaves.
  const staff = given.as(
    ctx,
    await given.person([{ role: "facilitator", spaceId: booking.spaceId }]),
  );
  await answerRequest(staff, booking.id, { confirm: true, version: 1 });
  await requestBooking(ctx, { ...input, purpose: "", start: at("12:00"), end: at("13:00") });

  const mailed: string[] = [];
  const templates = {
    "booking-requested": composeBookingMail,
    "booking-confirmed": composeBookingMail,
  };
  const deliverAll = async (now: Temporal.Instant) => {
    while (
      await deliverNext(ctx.db, templates, async ({ to }) => void mailed.push(to), now, sendText)
    );
  };
  await deliverAll(later);
  expect(received).toHaveLength(1);
  status = 200;
  await deliverAll(later.add({ hours: 1 }));
  server.closeAllConnections();
  server.close();

  expect(mailed).toHaveLength(1);
  expect(received).toHaveLength(2);
  const [first, second] = received.map(({ body }) => JSON.parse(body));
  expect(second).toEqual(first);
  expect(second).toMatchObject({ to: "+32470123456", locale: "fr" });
  expect(second.text).toMatch(/^Votre salle est réservée.*\/fr\/guest\/[\w-]{22}$/);
  expect(second.text.length).toBeLessThanOrEqual(160);
  const { body, headers } = received[1]!;
  expect(isSignedBy(SECRET, headers, body, Temporal.Now.instant().epochMilliseconds / 1000)).toBe(
    true,
  );
  const faults = await ctx.db
    .select({ lastError: outboxMessages.lastError, data: outboxMessages.data })
    .from(outboxMessages)
    .orderBy(outboxMessages.lastError);
  expect(faults).toEqual([
    { lastError: "superseded", data: {} },
    { lastError: null, data: {} },
    { lastError: null, data: {} },
  ]);
});
